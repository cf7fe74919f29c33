-- The indicators that a check puts at risk: those with a measure that it puts in doubt,
-- and the quotients of such indicators.
with

in_doubt as (

    select * from {{ ref('int_check_measures_derived') }}

),

measures as (

    select * from {{ ref('stg_dictionary__measures') }}

),

-- an indicator's measures, and of a quotient those of both its indicators
uses as (

    select distinct
        indicators.indicator_id,
        terms.measure_id
    from {{ ref('stg_dictionary__indicators') }} as indicators
    inner join {{ ref('stg_dictionary__indicator_terms') }} as terms
        on
            terms.indicator_id in (
                indicators.indicator_id, indicators.of_indicator_id,
                indicators.over_indicator_id
            )

)

select
    in_doubt.check_id,
    uses.indicator_id,
    -- a stock of which the last counts is that of the period's last month
    max(case when measures.over_time = 'last' then 0 else 1 end) = 1
        as is_of_all_months,
    min(case when measures.frequency = 'year' then 1 else 0 end) = 1 as is_of_years,
    min(
        case
            when measures.frequency = 'year' and measures.over_time = 'sum' then 1
            else 0
        end
    ) = 1 as is_of_whole_years
from in_doubt
inner join uses
    on in_doubt.measure_id = uses.measure_id
inner join measures
    on in_doubt.measure_id = measures.measure_id
group by in_doubt.check_id, uses.indicator_id
