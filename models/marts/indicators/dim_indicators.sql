with

indicators as (

    select * from {{ ref('stg_dictionary__indicators') }}

),

formulas as (

    select * from {{ ref('int_formulas_worded') }}

),

listed as (

    select
        indicator_id,
        edition_order,
        case
            when edition = 'documents' then '文件'
            else edition || '版第' || edition_number || '项（' || name_status || '）'
        end as words_zh,
        case
            when edition = 'documents' then edition
            else edition || ' no. ' || edition_number || ' (' || name_status || ')'
        end as words_en
    from {{ ref('stg_dictionary__indicator_editions') }}

),

editions as (

    select
        indicator_id,
        {{ joined_in_order('words_zh', 'edition_order') }} as editions_zh,
        {{ joined_in_order('words_en', 'edition_order') }} as editions_en
    from listed
    group by indicator_id

)

select
    indicators.indicator_id,
    indicators.of_indicator_id,
    indicators.over_indicator_id,
    indicators.supersedes,
    indicators.name_zh,
    indicators.name_en,
    indicators.question_zh,
    indicators.question_en,
    indicators.subject,
    indicators.kind,
    editions.editions_zh,
    editions.editions_en,
    formulas.numerator_zh,
    formulas.numerator_en,
    formulas.denominator_zh,
    formulas.denominator_en,
    formulas.formula_zh,
    formulas.formula_en,
    indicators.review_item,
    indicators.missing_zh,
    indicators.missing_en,
    indicators.unit,
    indicators.direction,
    indicators.scaled_by,
    indicators.interval_method,
    indicators.tiers,
    indicators.source_document,
    indicators.source_clause,
    indicators.source_status,
    indicators.name_status,
    indicators.notes_zh,
    indicators.notes_en,
    indicators.archived_reason_zh,
    indicators.archived_reason_en,
    indicators.decimals,
    indicators.factor,
    indicators.plus,
    indicators.plausible_low,
    indicators.plausible_high,
    indicators.is_archived,
    indicators.archived_on
from indicators
inner join formulas
    on indicators.indicator_id = formulas.indicator_id
inner join editions
    on indicators.indicator_id = editions.indicator_id
