with

reports as (

    select * from {{ ref('stg_facility__monthly_reports') }}

),

usual as (

    select
        facility_code,
        percentile_cont(0.5) within group (order by visits) as usual_visits,
        percentile_cont(0.5) within group (order by discharges) as usual_discharges
    from reports
    group by facility_code

),

compared as (

    select
        reports.facility_code,
        reports.month,
        reports.file_id,
        reports.file_row
    from reports
    inner join usual
        on reports.facility_code = usual.facility_code
    where
        reports.visits < reports.discharges
        and usual.usual_visits > usual.usual_discharges

)

select
    'swapped_columns' as fault_kind,
    'facility_monthly' as extract_id,
    'none' as division_code,
    compared.facility_code as facility_code,
    'visits' as field_name,
    compared.month as month,
    compared.file_id,
    compared.file_row
from compared
