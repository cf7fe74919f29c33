with

facilities as (

    select * from {{ source('facility', 'facility_registry') }}

),

current_slices as (

    select * from {{ ref('stg_landing__slices') }}
    where extract_id = 'facility_registry' and is_current

)

select
    facilities.facility_code,
    facilities.division_code,
    facilities.facility_class_code,
    facilities.management_type_code,
    facilities.parent_facility_code,
    facilities.facility_name,
    facilities.facility_tier,
    facilities.is_government_run,
    facilities.village_count,
    facilities.valid_from,
    coalesce(facilities.valid_to, date '9999-12-31') as valid_to,
    facilities._file_id as file_id,
    facilities._row_number as file_row
from facilities
inner join current_slices
    on
        facilities._file_id = current_slices.file_id
        and facilities.division_code = current_slices.reporting_unit
