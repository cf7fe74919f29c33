with

indicators as (

    select * from {{ ref('stg_dictionary__indicators') }}

),

sides as (

    select * from {{ ref('int_formula_sides_worded') }}
    union all
    select * from {{ ref('int_formula_bases_worded') }}

),

-- a sum stands in brackets where something divides or multiplies it
bracketed as (

    select
        *,
        case when term_count > 1 then '（' || words_zh || '）' else words_zh end as in_zh,
        case when term_count > 1 then '(' || words_en || ')' else words_en end as in_en
    from sides

),

formulas as (

    select
        indicator_id,
        max(case when side = 'numerator' then words_zh end) as numerator_zh,
        max(case when side = 'numerator' then words_en end) as numerator_en,
        max(case when side = 'denominator' then words_zh end) as denominator_zh,
        max(case when side = 'denominator' then words_en end) as denominator_en,
        max(case when side = 'numerator' then in_zh end) as above_zh,
        max(case when side = 'numerator' then in_en end) as above_en,
        max(case when side = 'denominator' then ' ÷ ' || in_zh end) as below_zh,
        max(case when side = 'denominator' then ' ÷ ' || in_en end) as below_en
    from bracketed
    group by indicator_id

),

ends as (

    select * from {{ ref('int_formula_ends_worded') }}

)

select
    indicators.indicator_id,
    formulas.numerator_zh,
    formulas.numerator_en,
    formulas.denominator_zh,
    formulas.denominator_en,
    case
        when indicators.kind = 'judged' then '按材料、证据和访谈评判'
        when indicators.kind = 'missing' then '不能计算'
        when formulas.below_zh is null and ends.ending_zh = ''
            then formulas.numerator_zh
        else
            ends.opening || formulas.above_zh || coalesce(formulas.below_zh, '')
            || ends.ending_zh
    end as formula_zh,
    case
        when indicators.kind = 'judged' then 'judged on papers, evidence and interviews'
        when indicators.kind = 'missing' then 'cannot be computed'
        when formulas.below_en is null and ends.ending_en = ''
            then formulas.numerator_en
        else
            ends.opening || formulas.above_en || coalesce(formulas.below_en, '')
            || ends.ending_en
    end as formula_en
from indicators
inner join ends
    on indicators.indicator_id = ends.indicator_id
left join formulas
    on indicators.indicator_id = formulas.indicator_id
