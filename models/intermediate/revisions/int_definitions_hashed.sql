-- What an indicator is, in one word that changes when its formula or its measures do.
with

indicators as (

    select * from {{ ref('stg_dictionary__indicators') }}

),

terms as (

    select
        terms.indicator_id,
        row_number() over (
            partition by terms.indicator_id order by terms.side, terms.term_number
        ) as number,
        concat_ws(
            ' ', terms.side, cast(terms.weight as string), measures.measure_id,
            measures.extract_id, measures.item, measures.grain,
            measures.facilities, measures.frequency, measures.over_time,
            measures.over_places
        ) as said
    from {{ ref('stg_dictionary__indicator_terms') }} as terms
    inner join {{ ref('stg_dictionary__measures') }} as measures
        on terms.measure_id = measures.measure_id

),

formulas as (

    select
        indicator_id,
        {{ joined_in_order('said', 'number') }} as formula
    from terms
    group by indicator_id

)

select
    indicators.indicator_id,
    md5(concat_ws(
        '|', indicators.kind, cast(indicators.plus as string),
        cast(indicators.factor as string), indicators.scaled_by, indicators.tiers,
        formulas.formula
    )) as definition
from indicators
inner join formulas
    on indicators.indicator_id = formulas.indicator_id
