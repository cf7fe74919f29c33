-- The measures that stand in a formula, once each, with how they count.
with

terms as (

    select distinct
        indicator_id,
        measure_id
    from {{ ref('stg_dictionary__indicator_terms') }}

)

select
    terms.indicator_id,
    terms.measure_id,
    indicators.tiers,
    measures.grain,
    measures.extract_id,
    measures.facilities,
    measures.over_time,
    measures.frequency,
    measures.final_after_months
from terms
inner join {{ ref('stg_dictionary__indicators') }} as indicators
    on terms.indicator_id = indicators.indicator_id
inner join {{ ref('stg_dictionary__measures') }} as measures
    on terms.measure_id = measures.measure_id
where measures.grain <> 'none' and indicators.kind in ('ratio', 'count')
