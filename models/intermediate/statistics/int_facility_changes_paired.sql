-- Each facility's two sides in a period and in the period that it is compared with: the
-- same period of last year, and for months also the month before.
with

sides as (

    select * from {{ ref('int_facility_sides_summed') }}

),

periods as (

    select * from {{ ref('int_periods_listed') }}
    where period_type in ('month', 'quarter', 'ytd', 'year')

),

timed as (

    select
        sides.indicator_id,
        sides.facility_code,
        sides.part,
        periods.period_type,
        periods.period_end,
        {{ exact_sum('sides.numerator') }} as numerator,
        {{ exact_sum('sides.denominator') }} as denominator
    from sides
    inner join periods
        on
            sides.month = periods.month
            and (periods.period_type = 'year' or not sides.is_yearly)
            -- a stock counts as it stands at the end
            and (sides.over_time = 'sum' or last_day(sides.month) = periods.period_end)
    group by
        sides.indicator_id, sides.facility_code, sides.part, periods.period_type,
        periods.period_end

),

compared as (

    select * from {{ ref('int_periods_compared') }}

),

both_times as (

    select
        timed.*,
        compared.compared_with,
        compared.period_end as shown_end,
        1 as is_later
    from timed
    inner join compared
        on
            timed.period_type = compared.period_type
            and timed.period_end = compared.period_end
    union all
    select
        timed.*,
        compared.compared_with,
        compared.period_end as shown_end,
        0 as is_later
    from timed
    inner join compared
        on
            timed.period_type = compared.period_type
            and timed.period_end = compared.base_period_end

)

select
    indicator_id,
    facility_code,
    part,
    period_type,
    shown_end as period_end,
    compared_with,
    coalesce(max(case when is_later = 1 then numerator end), 0) as later_numerator,
    coalesce(max(case when is_later = 1 then denominator end), 0) as later_denominator,
    coalesce(max(case when is_later = 0 then numerator end), 0) as base_numerator,
    coalesce(max(case when is_later = 0 then denominator end), 0) as base_denominator
from both_times
group by indicator_id, facility_code, part, period_type, shown_end, compared_with
