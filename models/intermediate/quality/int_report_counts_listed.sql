-- Of every report: that it is there, whether it gives what every facility has, whether
-- it was due, came and came in time, and whether its file had columns that nobody
-- knows.
with

reports as (

    select
        facility_code,
        month,
        cast(1 as double) as reports,
        cast(case when visits is null then 0 else 1 end as double) as visits_given,
        cast(case when medical_income_yuan is null then 0 else 1 end as double)
            as income_given
    from {{ ref('stg_facility__monthly_reports') }}

),

expected as (

    select
        extract_id,
        facility_code,
        month,
        cast(1 as double) as reports_due,
        cast(case when is_reported then 1 else 0 end as double) as reports_received,
        -- who did not report at all is missing, and not late
        cast(
            case when is_reported then case when is_on_time then 0 else 1 end end
            as double
        ) as reports_late
    from {{ ref('int_reports_expected') }}

),

slices as (

    select
        extract_id,
        file_id,
        -- a unit that is no facility is a county, or a community of one
        case
            when length(reporting_unit) < 20 then left(reporting_unit, 6)
            else reporting_unit
        end as reporting_unit,
        case
            when period = 'none' then cast(date_trunc('month', submitted_at) as date)
            else cast(period as date)
        end as month
    from {{ ref('stg_landing__slices') }}
    where is_current

)

select
    'facility_monthly' as extract_id,
    facility_code as reporting_unit,
    month,
    item,
    value
from reports
unpivot (value for item in (reports, visits_given, income_given))

union all

select
    extract_id,
    facility_code as reporting_unit,
    month,
    item,
    value
from expected
unpivot (value for item in (reports_due, reports_received, reports_late))

union all

select
    slices.extract_id,
    slices.reporting_unit,
    slices.month,
    'unknown_headers' as item,
    max(cast(case when files.unknown_headers <> '' then 1 else 0 end as double))
        as value
from slices
inner join {{ ref('stg_landing__files') }} as files
    on
        slices.file_id = files.file_id
        and slices.extract_id = files.extract_id
group by slices.extract_id, slices.reporting_unit, slices.month
