-- How fast a cell moves: the slope a month over its last twelve rolling values, which
-- no season disturbs. Rolling values overlap, so its limits are those of the mean of
-- twelve differences between a month and the same month of last year, by Student's t.
with

found as (

    select
        *,
        year(period_end) * 12 + month(period_end) as month_number,
        case
            when
                period_type = 'month'
                and lag(period_end, 12) over cell
                = last_day(cast(period_end - interval '12' month as date))
                then value - lag(value, 12) over cell
        end as difference
    from {{ ref('fct_indicator_values') }}
    where period_type in ('month', 'rolling_12')
    window cell as (
        partition by indicator_id, division_code, facility_tier, geography, period_type
        order by period_end nulls last
    )

),

summed as (

    select
        *,
        cast(sum(cast(value as decimal(38, 12))) over twelve as double) as total,
        cast(sum(cast(value * month_number as decimal(38, 12))) over twelve as double)
            as moment,
        count(value) over twelve as points,
        avg(difference) over twelve / 12 as mean_step,
        stddev_samp(difference) over twelve / 12 as step_deviation,
        count(difference) over twelve as differences
    from found
    window twelve as (
        partition by indicator_id, division_code, facility_tier, geography, period_type
        order by month_number nulls last
        range between 11 preceding and current row
    )

)

select
    rolling.indicator_id,
    rolling.division_code,
    rolling.facility_tier,
    rolling.geography,
    rolling.period_end,
    -- the numbers 1 to 12 vary by 143 around their mean
    (rolling.moment - (rolling.month_number - 5.5) * rolling.total) / 143 as pace,
    {{ mean_limit(
        'months.mean_step', 'months.step_deviation', 'months.differences',
        'student_quantiles.t_95', '-'
    ) }} as pace_lower_95,
    {{ mean_limit(
        'months.mean_step', 'months.step_deviation', 'months.differences',
        'student_quantiles.t_95', '+'
    ) }} as pace_upper_95
from summed as rolling
left join summed as months
    on
        {{ same_cell('rolling', 'months', ['period_type']) }}
        and months.period_type = 'month'
        and months.differences = 12
left join {{ ref('student_quantiles') }} as student_quantiles
    on months.differences - 1 = student_quantiles.degrees_of_freedom
where rolling.period_type = 'rolling_12' and rolling.points = 12
