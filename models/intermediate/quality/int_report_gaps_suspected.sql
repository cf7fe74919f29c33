with

reports as (

    select * from {{ ref('stg_facility__monthly_reports') }}

),

months as (

    select distinct month from reports

),

registry as (

    select
        facility_code,
        min(division_code) as division_code,
        min(valid_from) as opened_on,
        max(valid_to) as closed_on
    from {{ ref('stg_facility__facilities') }}
    group by facility_code

),

reporters as (

    select
        facility_code,
        min(month) as first_month
    from reports
    group by facility_code

),

-- whoever has ever reported does so each whole month from opening to closing
expected as (

    select
        reporters.facility_code,
        registry.division_code,
        months.month
    from reporters
    left join registry
        on reporters.facility_code = registry.facility_code
    inner join months
        on
            coalesce(registry.opened_on, reporters.first_month) <= months.month
            and coalesce(registry.closed_on, date '9999-12-31')
            > last_day(months.month)

),

missing as (

    select
        expected.facility_code,
        expected.division_code,
        expected.month,
        cast(null as string) as file_id,
        cast(null as bigint) as file_row
    from expected
    left join reports
        on
            expected.facility_code = reports.facility_code
            and expected.month = reports.month
    where reports.facility_code is null

)

select
    'missing_report' as fault_kind,
    'facility_monthly' as extract_id,
    missing.division_code as division_code,
    missing.facility_code as facility_code,
    'month' as field_name,
    missing.month as month,
    missing.file_id,
    missing.file_row
from missing
