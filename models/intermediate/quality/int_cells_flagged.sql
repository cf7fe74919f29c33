-- Every cell that a failure reaches: the county's, and those of the prefecture,
-- province and longer periods into which it adds.
with

touched as (

    select * from {{ ref('int_cells_touched') }}

),

places as (

    select * from {{ ref('int_divisions_rolled') }}

),

periods as (

    select * from {{ ref('int_periods_listed') }}

),

cells as (

    select
        indicator_id,
        division_code,
        period_type,
        period_end
    from {{ ref('int_indicator_values_divided') }}
    union
    select
        indicator_id,
        division_code,
        period_type,
        period_end
    from {{ ref('int_indicator_quotients_divided') }}

),

reached as (

    select
        touched.check_id,
        touched.indicator_id,
        places.rolled_code as division_code,
        periods.period_type,
        periods.period_end,
        touched.severity,
        max(case when touched.is_failed then 1 else 0 end) as is_failed
    from touched
    inner join places
        on touched.division_code = places.division_code
    inner join periods
        on
            touched.month = periods.month
            and (
                touched.is_of_all_months
                or last_day(touched.month) = periods.period_end
            )
            and (not touched.is_of_whole_years or periods.period_type = 'year')
    group by all

),

numbered as (

    select
        reached.*,
        row_number() over (
            partition by
                reached.indicator_id, reached.division_code, reached.period_type,
                reached.period_end
            order by reached.is_failed desc, reached.severity asc, reached.check_id asc
        ) as number
    from reached
    inner join cells
        on
            reached.indicator_id = cells.indicator_id
            and reached.division_code = cells.division_code
            and reached.period_type = cells.period_type
            and reached.period_end = cells.period_end

)

select
    indicator_id,
    division_code,
    period_type,
    period_end,
    case when max(is_failed) = 1 then 'fail' else 'warn' end as worst_outcome,
    -- the lower the graver; a warning counts only where nothing failed
    max(case when number = 1 then severity end) as worst_severity,
    {{ joined_in_order('check_id', 'number', most=64) }} as checks,
    count(*) as check_count
from numbered
group by indicator_id, division_code, period_type, period_end
