with

facilities as (

    select * from {{ ref('stg_facility__facilities') }}

),

known as (

    select facility_class_code from {{ ref('facility_classes') }}

),

unknown as (

    select facilities.*
    from facilities
    left join known
        on facilities.facility_class_code = known.facility_class_code
    where known.facility_class_code is null

)

select
    'unknown_facility_class' as fault_kind,
    'facility_registry' as extract_id,
    unknown.division_code as division_code,
    unknown.facility_code as facility_code,
    'facility_class_code' as field_name,
    cast(date_trunc('month', unknown.valid_from) as date) as month,
    unknown.file_id,
    unknown.file_row
from unknown
