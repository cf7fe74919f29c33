-- The periods that hold each month. All of a period's months must be there; months that
-- only an annual report reaches have nothing but their year.
with

months as (

    select * from {{ ref('int_months_listed') }}

),

ended as (

    select
        'month' as period_type,
        month as period_start,
        month as last_month
    from months
    union all
    select
        'quarter' as period_type,
        cast(month - interval '2' month as date) as period_start,
        month as last_month
    from months
    where mod(month(month), 3) = 0
    union all
    select
        'ytd' as period_type,
        make_date(year(month), 1, 1) as period_start,
        month as last_month
    from months
    union all
    select
        'year' as period_type,
        make_date(year(month), 1, 1) as period_start,
        month as last_month
    from months
    where month(month) = 12
    union all
    select
        'rolling_12' as period_type,
        cast(month - interval '11' month as date) as period_start,
        month as last_month
    from months

),

joined as (

    select
        ended.period_type,
        ended.period_start,
        last_day(ended.last_month) as period_end,
        months.month,
        12 * (year(ended.last_month) - year(ended.period_start))
        + month(ended.last_month) - month(ended.period_start) + 1 as months_expected,
        extract(day from last_day(months.month)) as month_days,
        ended.period_type = 'year' or months.is_monthly as may_stand
    from ended
    inner join months
        on months.month between ended.period_start and ended.last_month

),

counted as (

    select
        *,
        count(case when may_stand then 1 end)
            over (partition by period_type, period_end) as months_listed,
        sum(month_days) over (partition by period_type, period_end) as days
    from joined

)

select
    period_type,
    period_start,
    period_end,
    month,
    cast(months_expected as int) as months_expected,
    cast(days as int) as days,
    cast(month_days as int) as month_days
from counted
where months_listed = months_expected
