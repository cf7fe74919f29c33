-- What each point is by itself: its side of the centre, whether it lies outside the
-- limits or in the outer third between centre and limit, and which way it moved.
with

points as (

    select
        *,
        value - lag(value) over (
            partition by
                indicator_id, geography, division_code, facility_tier, period_type,
                rebase_group
            order by period_end nulls last
        ) as change
    from {{ ref('int_series_points_listed') }}

),

placed as (

    select
        points.*,
        limits.points,
        limits.centre,
        limits.mean_range,
        limits.lower_limit,
        limits.upper_limit,
        points.value - limits.centre as deviation,
        -- two divisions of the same ratio may differ in their last bit
        1e-9 * greatest(abs(limits.centre), 1e-6) as noise
    from points
    inner join {{ ref('int_series_limits_computed') }} as limits
        on
            {{ same_cell('points', 'limits', ['period_end']) }}
            and points.rebase_group = limits.rebase_group

)

select
    indicator_id,
    geography,
    division_code,
    division_level,
    facility_tier,
    period_type,
    period_start,
    period_end,
    data_version,
    rebase_group,
    value,
    points,
    centre,
    mean_range,
    lower_limit,
    upper_limit,
    abs(change) as moving_range,
    case when deviation > noise then 1 when deviation < -noise then -1 else 0 end
        as side_of_centre,
    case when change > noise then 1 when change < -noise then -1 else 0 end as step,
    case when abs(deviation) > 2.66 * mean_range + noise then 1 else 0 end
        as is_outside,
    case
        when
            abs(deviation) > 2.66 * mean_range * 2 / 3
            and abs(deviation) <= 2.66 * mean_range
            then 1
        else 0
    end as is_near_limit
from placed
