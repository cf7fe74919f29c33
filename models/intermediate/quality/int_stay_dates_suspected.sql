with

discharges as (

    select * from {{ ref('stg_facility__discharges') }}

)

select
    'discharge_before_admission' as fault_kind,
    'discharge_record' as extract_id,
    'none' as division_code,
    discharges.facility_code as facility_code,
    'admitted_on' as field_name,
    cast(date_trunc('month', discharges.discharged_on) as date) as month,
    discharges.file_id,
    discharges.file_row
from discharges
where discharges.discharged_on < discharges.admitted_on
