with

reports as (

    select * from {{ ref('stg_facility__monthly_reports') }}

)

select
    'bed_days_beyond_beds' as fault_kind,
    'facility_monthly' as extract_id,
    'none' as division_code,
    reports.facility_code as facility_code,
    'occupied_bed_days' as field_name,
    reports.month as month,
    reports.file_id,
    reports.file_row
from reports
where reports.occupied_bed_days > 1.5 * reports.open_bed_days
