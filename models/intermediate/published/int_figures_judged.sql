with

literal as (

    select * from {{ ref('int_calculations_evaluated') }}
    where reading = 'literal'

),

other as (

    select * from {{ ref('int_calculations_evaluated') }}
    where reading = 'other'

)

select
    literal.statistic_id,
    literal.expression_zh,
    literal.expression_en,
    literal.note_zh,
    literal.note_en,
    literal.missing_zh,
    literal.missing_en,
    literal.verdict,
    literal.numerator,
    literal.denominator,
    literal.plus,
    literal.recomputed_value,
    literal.difference,
    literal.rounding_spread,
    coalesce(other.reading_kind, 'none') as other_reading_kind,
    other.reading_zh as other_reading_zh,
    other.reading_en as other_reading_en,
    other.expression_zh as other_expression_zh,
    other.expression_en as other_expression_en,
    other.recomputed_value as other_recomputed_value,
    literal.is_within_rounding_of_parts,
    other.verdict is not null and other.verdict = 'agrees' as other_reading_agrees
from literal
left join other
    on literal.statistic_id = other.statistic_id
