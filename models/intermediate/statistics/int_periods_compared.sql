-- Which period is compared with which: every one with the same of last year, and months
-- with the month before; both must be listed.
with

steps as (

    select 'year_before' as compared_with, 12 as months
    union all
    select 'month_before' as compared_with, 1 as months

),

listed as (

    select distinct period_type, period_end
    from {{ ref('int_periods_listed') }}
    where period_type in ('month', 'quarter', 'ytd', 'year')

)

select
    steps.compared_with,
    later.period_type,
    later.period_end,
    earlier.period_end as base_period_end
from listed as later
inner join steps
    on steps.months = 12 or later.period_type = 'month'
inner join listed as earlier
    on
        later.period_type = earlier.period_type
        and earlier.period_end = last_day(
            cast(later.period_end - steps.months * interval '1' month as date)
        )
