-- The indicators of a county and month that a failure touches. A yearly stock stands
-- for the months until the next one comes, as the values carry it.
with

results as (

    select
        *,
        lead(month) over (
            partition by check_id, division_code, facility_code, part
            order by month nulls last
        ) as next_month
    from {{ ref('int_results_judged') }}
    where touches = 'cells'

),

failed as (

    select * from results
    where
        outcome in ('warn', 'fail')
        and acceptance_number = 0
        and division_code <> 'none'

),

months as (

    select month from {{ ref('int_months_listed') }}

),

-- a check of indicators names the one it is about; with it go its quotients
at_risk as (

    select
        check_id,
        indicator_id,
        'any' as part,
        is_of_all_months,
        is_of_years,
        is_of_whole_years
    from {{ ref('int_check_indicators_derived') }}

    union all

    select distinct
        failed.check_id,
        indicators.indicator_id,
        failed.part,
        false as is_of_all_months,
        false as is_of_years,
        false as is_of_whole_years
    from failed
    inner join {{ ref('stg_checks__controls') }} as controls
        on failed.check_id = controls.check_id
    inner join {{ ref('stg_dictionary__indicators') }} as indicators
        on
            failed.part in (
                indicators.indicator_id, indicators.of_indicator_id,
                indicators.over_indicator_id
            )
    where controls.statistic_kind = 'range'

)

select
    failed.check_id,
    at_risk.indicator_id,
    failed.division_code,
    months.month,
    failed.severity,
    max(case when failed.outcome = 'fail' then 1 else 0 end) = 1 as is_failed,
    max(case when at_risk.is_of_all_months then 1 else 0 end) = 1 as is_of_all_months,
    min(case when at_risk.is_of_whole_years then 1 else 0 end) = 1 as is_of_whole_years,
    count(distinct failed.facility_code) as places
from failed
inner join at_risk
    on failed.check_id = at_risk.check_id and at_risk.part in ('any', failed.part)
inner join months
    on
        failed.month <= months.month
        and (
            failed.month = months.month
            or (
                at_risk.is_of_years
                and not at_risk.is_of_whole_years
                and months.month < coalesce(failed.next_month, date '9999-12-31')
                and months.month < cast(failed.month + interval '24' month as date)
            )
        )
group by
    failed.check_id, at_risk.indicator_id, failed.division_code, months.month,
    failed.severity
