-- Limits of each series (XmR chart): 2.66 × the mean moving range around the mean,
-- after ranges above 3.267 × their mean are left out, so that a single jump does not
-- hide the next. Where nothing moves the limits are the usual value itself: any other
-- value is outside, and the chart is not blind.
with

ranged as (

    select
        *,
        abs(value - lag(value) over (
            partition by
                indicator_id, geography, division_code, facility_tier, period_type,
                rebase_group
            order by period_end nulls last
        )) as moving_range
    from {{ ref('int_series_points_listed') }}

),

middles as (

    select
        indicator_id,
        geography,
        division_code,
        facility_tier,
        period_type,
        rebase_group,
        count(*) as points,
        {{ exact_mean('value') }} as mean_value,
        percentile_disc(0.5) within group (order by value) as middle_value,
        {{ exact_mean('moving_range') }} as mean_range
    from ranged
    group by
        indicator_id, geography, division_code, facility_tier, period_type, rebase_group

),

screened as (

    select
        middles.indicator_id,
        middles.geography,
        middles.division_code,
        middles.facility_tier,
        middles.period_type,
        middles.rebase_group,
        middles.points,
        middles.mean_value,
        middles.middle_value,
        {{ exact_mean(
            'case when ranged.moving_range <= 3.267 * middles.mean_range
            then ranged.moving_range end'
        ) }} as mean_range
    from ranged
    inner join middles
        on
            {{ same_cell('ranged', 'middles', ['period_end']) }}
            and ranged.rebase_group = middles.rebase_group
    group by
        middles.indicator_id, middles.geography, middles.division_code,
        middles.facility_tier, middles.period_type, middles.rebase_group,
        middles.points, middles.mean_value, middles.middle_value

),

centred as (

    select
        *,
        case when mean_range = 0 then middle_value else mean_value end as centre
    from screened

)

select
    indicator_id,
    geography,
    division_code,
    facility_tier,
    period_type,
    rebase_group,
    points,
    -- of fewer points the limits say nothing
    case when points >= 12 then centre end as centre,
    case when points >= 12 then mean_range end as mean_range,
    case when points >= 12 then centre - 2.66 * mean_range end as lower_limit,
    case when points >= 12 then centre + 2.66 * mean_range end as upper_limit
from centred
