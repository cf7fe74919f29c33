with

statistics as (

    select
        *,
        case when period <> 'none' then period end as known_period,
        case when unit_zh <> 'none' then unit_zh end as known_unit_zh,
        case when unit_zh <> 'none' then unit_en end as known_unit_en
    from {{ ref('int_statistics_converted') }}

)

select
    statistic_id,
    subject_zh,
    subject_en,
    base_value,
    base_half_digit,
    concat_ws(
        '', measure_zh, '（' || known_period || '）', printed_value, known_unit_zh
    ) as words_zh,
    concat_ws(
        ' ', measure_en, '(' || known_period || ')', printed_value, known_unit_en
    ) as words_en
from statistics
