-- A cell may have only figures, with no facility behind it, or only reports that never
-- came.
with

sides as (

    select * from {{ ref('int_indicator_sides_summed') }}

),

reports as (

    select * from {{ ref('int_indicator_reports_counted') }}

),

figures_and_reports as (

    select
        indicator_id, geography, division_level, division_code, facility_tier,
        period_type, period_end, numerator, denominator, months_reported,
        days_reported, counties_reported,
        0 as facilities_expected, 0 as facilities_reported, 0 as facilities_on_time
    from sides
    union all
    select
        indicator_id, geography, division_level, division_code, facility_tier,
        period_type, period_end, null, null, null, null, null,
        facilities_expected, facilities_reported, facilities_on_time
    from reports

)

select
    indicator_id,
    geography,
    division_level,
    division_code,
    facility_tier,
    period_type,
    period_end,
    max(numerator) as numerator,
    max(denominator) as denominator,
    coalesce(max(months_reported), 0) as months_reported,
    max(days_reported) as days_reported,
    coalesce(max(counties_reported), 0) as counties_reported,
    max(facilities_expected) as facilities_expected,
    max(facilities_reported) as facilities_reported,
    max(facilities_on_time) as facilities_on_time
from figures_and_reports
group by
    indicator_id, geography, division_level, division_code, facility_tier,
    period_type, period_end
