-- The indicators that a check puts at risk: those with a measure that it puts in doubt.
with

of_measures as (

    select
        in_doubt.check_id,
        terms.indicator_id,
        -- a stock of which the last counts is that of the period's last month
        max(case when measures.over_time = 'last' then 0 else 1 end) as of_all_months,
        min(case when measures.frequency = 'year' then 1 else 0 end) as of_years,
        min(
            case
                when measures.frequency = 'year' and measures.over_time = 'sum' then 1
                else 0
            end
        ) as of_whole_years
    from {{ ref('int_check_measures_derived') }} as in_doubt
    inner join {{ ref('stg_dictionary__indicator_terms') }} as terms
        on in_doubt.measure_id = terms.measure_id
    inner join {{ ref('stg_dictionary__measures') }} as measures
        on in_doubt.measure_id = measures.measure_id
    group by in_doubt.check_id, terms.indicator_id

)

select
    check_id,
    indicator_id,
    of_all_months = 1 as is_of_all_months,
    of_years = 1 as is_of_years,
    of_whole_years = 1 as is_of_whole_years
from of_measures
