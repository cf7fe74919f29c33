with

indicators as (

    select * from {{ ref('stg_dictionary__indicators') }}

),

terms as (

    select
        terms.indicator_id,
        terms.side,
        terms.term_number,
        concat_ws(
            ' ',
            case
                when terms.weight < 0 then '−'
                when terms.term_number > 1 then '+'
            end,
            case
                when abs(terms.weight) <> 1
                    then concat_ws(' ', {{ short_number('abs(terms.weight)') }}, '×')
            end,
            measures.name_zh, partners.name_zh
        ) as words_zh,
        concat_ws(
            ' ',
            case
                when terms.weight < 0 then '−'
                when terms.term_number > 1 then '+'
            end,
            case
                when abs(terms.weight) <> 1
                    then concat_ws(' ', {{ short_number('abs(terms.weight)') }}, '×')
            end,
            measures.name_en, partners.name_en
        ) as words_en
    from {{ ref('stg_dictionary__indicator_terms') }} as terms
    inner join {{ ref('stg_dictionary__measures') }} as measures
        on terms.measure_id = measures.measure_id
    left join {{ ref('stg_dictionary__measures') }} as partners
        on terms.times_measure_id = partners.measure_id

),

sides as (

    select
        indicator_id,
        side,
        {{ joined_in_order('words_zh', 'term_number') }} as words_zh,
        {{ joined_in_order('words_en', 'term_number') }} as words_en
    from terms
    group by indicator_id, side

),

formulas as (

    select
        indicator_id,
        max(case when side = 'numerator' then words_zh end) as numerator_zh,
        max(case when side = 'numerator' then words_en end) as numerator_en,
        max(case when side = 'denominator' then words_zh end) as denominator_zh,
        max(case when side = 'denominator' then words_en end) as denominator_en
    from sides
    group by indicator_id

)

select
    indicators.indicator_id,
    indicators.name_zh,
    indicators.name_en,
    indicators.question_zh,
    indicators.question_en,
    formulas.numerator_zh,
    formulas.numerator_en,
    formulas.denominator_zh,
    formulas.denominator_en,
    indicators.unit,
    indicators.direction,
    indicators.source_document,
    indicators.source_clause,
    indicators.source_status,
    indicators.notes_zh,
    indicators.notes_en,
    indicators.decimals,
    indicators.factor,
    indicators.plus,
    indicators.plausible_low,
    indicators.plausible_high
from indicators
inner join formulas
    on indicators.indicator_id = formulas.indicator_id
