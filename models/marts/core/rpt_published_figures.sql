with

statistics as (

    select * from {{ ref('fct_published_statistics') }}

),

judged as (

    select * from {{ ref('int_figures_judged') }}

),

explained as (

    select * from {{ ref('int_figures_explained') }}

)

select
    statistics.statistic_id,
    statistics.document_id,
    statistics.division_code,
    statistics.indicator_id,
    statistics.document_zh,
    statistics.document_en,
    statistics.clause,
    statistics.subject_zh,
    statistics.subject_en,
    statistics.period,
    statistics.measure_zh,
    statistics.measure_en,
    statistics.printed_text,
    statistics.printed_value,
    statistics.unit_zh,
    statistics.unit_en,
    statistics.status,
    judged.expression_zh,
    judged.expression_en,
    judged.verdict,
    judged.other_reading_kind,
    judged.other_reading_zh,
    judged.other_reading_en,
    judged.other_expression_zh,
    judged.other_expression_en,
    explained.explanation_zh,
    explained.explanation_en,
    statistics.document_address,
    statistics.file_name,
    statistics.file_id,
    statistics.file_row,
    statistics.stated_value,
    judged.numerator,
    judged.denominator,
    judged.recomputed_value,
    judged.difference,
    judged.rounding_spread,
    judged.other_recomputed_value,
    judged.is_within_rounding_of_parts,
    judged.other_reading_agrees
from statistics
inner join judged
    on statistics.statistic_id = judged.statistic_id
inner join explained
    on statistics.statistic_id = explained.statistic_id
