with

terms as (

    select * from {{ ref('int_calculation_terms_valued') }}

),

sides as (

    select
        statistic_id,
        reading,
        side,
        count(*) as term_count,
        {{ joined_in_order('words_zh', 'term_number') }} as words_zh,
        {{ joined_in_order('words_en', 'term_number') }} as words_en
    from terms
    group by statistic_id, reading, side

),

counted as (

    select
        *,
        count(*) over (partition by statistic_id, reading) as side_count
    from sides

),

-- a sum is bracketed only where something divides it or it divides something
bracketed as (

    select
        statistic_id,
        reading,
        side,
        case
            when term_count > 1 and side_count > 1 then '(' || words_zh || ')'
            else words_zh
        end as words_zh,
        case
            when term_count > 1 and side_count > 1 then '(' || words_en || ')'
            else words_en
        end as words_en
    from counted

),

calculations as (

    select
        statistic_id,
        reading,
        case when plus > 0 then {{ short_number('plus') }} end as first_words,
        case when plus < 0 then concat_ws(' ', '−', {{ short_number('-plus') }}) end
            as last_words
    from {{ ref('stg_dictionary__calculations') }}

)

select
    calculations.statistic_id,
    calculations.reading,
    concat_ws(
        ' ', calculations.first_words,
        case
            when calculations.first_words is not null
                and left(numerators.words_zh, 1) <> '−'
                then '+'
        end,
        numerators.words_zh,
        case when denominators.side is not null then '÷' end,
        denominators.words_zh, calculations.last_words
    ) as expression_zh,
    concat_ws(
        ' ', calculations.first_words,
        case
            when calculations.first_words is not null
                and left(numerators.words_en, 1) <> '−'
                then '+'
        end,
        numerators.words_en,
        case when denominators.side is not null then '÷' end,
        denominators.words_en, calculations.last_words
    ) as expression_en
from calculations
inner join bracketed as numerators
    on
        calculations.statistic_id = numerators.statistic_id
        and calculations.reading = numerators.reading
        and numerators.side = 'numerator'
left join bracketed as denominators
    on
        calculations.statistic_id = denominators.statistic_id
        and calculations.reading = denominators.reading
        and denominators.side = 'denominator'
