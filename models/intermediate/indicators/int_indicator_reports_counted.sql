-- Coverage of every cell: reports due, usable and on time, one a facility and month.
with

reports as (

    select
        matched.*,
        facilities.geography,
        facilities.division_code,
        facilities.facility_tier,
        facilities.is_primary_care,
        indicators.tiers = 'each' as is_tiered
    from {{ ref('int_indicator_reports_matched') }} as matched
    inner join {{ ref('int_facilities_placed') }} as facilities
        on
            matched.facility_code = facilities.facility_code
            and matched.month = facilities.month
            and facilities.part = 'own'
    inner join {{ ref('stg_dictionary__indicators') }} as indicators
        on matched.indicator_id = indicators.indicator_id

),

tiered as (

    select *, 'all' as shown_tier from reports
    union all
    select *, 'primary' as shown_tier from reports
    where is_tiered and is_primary_care
    union all
    select *, facility_tier as shown_tier from reports
    where is_tiered

),

counted as (

    select
        indicator_id,
        geography,
        division_code,
        shown_tier as facility_tier,
        month,
        count(*) as expected,
        count(case when is_reported then 1 end) as reported,
        count(case when is_on_time then 1 end) as on_time
    from tiered
    group by indicator_id, geography, division_code, shown_tier, month

),

placed as (

    select *, 'county' as division_level, division_code as place from counted
    union all
    select *, 'prefecture' as division_level, left(division_code, 4) as place
    from counted
    union all
    select *, 'province' as division_level, left(division_code, 2) as place
    from counted

)

select
    placed.indicator_id,
    placed.geography,
    placed.division_level,
    placed.place as division_code,
    placed.facility_tier,
    periods.period_type,
    periods.period_end,
    cast(sum(placed.expected) as bigint) as facilities_expected,
    cast(sum(placed.reported) as bigint) as facilities_reported,
    cast(sum(placed.on_time) as bigint) as facilities_on_time
from placed
inner join {{ ref('int_periods_listed') }} as periods
    on placed.month = periods.month
group by
    placed.indicator_id, placed.geography, placed.division_level, placed.place,
    placed.facility_tier, periods.period_type, periods.period_end
