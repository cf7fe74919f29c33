-- The words are made from the names of the measures: nobody types a formula twice.
with

signs as (

    select
        terms.indicator_id,
        terms.side,
        terms.term_number,
        measures.name_zh,
        measures.name_en,
        nullif(concat_ws(
            ' ',
            case
                when terms.weight < 0 then '−'
                when terms.term_number > 1 then '+'
            end,
            case
                when abs(terms.weight) <> 1
                    then {{ short_number('abs(terms.weight)') }} || ' ×'
            end
        ), '') as sign
    from {{ ref('stg_dictionary__indicator_terms') }} as terms
    inner join {{ ref('stg_dictionary__measures') }} as measures
        on terms.measure_id = measures.measure_id

),

terms as (

    select
        indicator_id,
        side,
        term_number,
        concat_ws(' ', sign, name_zh) as words_zh,
        concat_ws(' ', sign, name_en) as words_en
    from signs

)

select
    indicator_id,
    side,
    {{ joined_in_order('words_zh', 'term_number') }} as words_zh,
    {{ joined_in_order('words_en', 'term_number') }} as words_en,
    count(*) as term_count
from terms
group by indicator_id, side
