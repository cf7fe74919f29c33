select
    indicator_id,
    name_zh,
    name_en,
    question_zh,
    question_en,
    notes_zh,
    notes_en,
    unit,
    direction,
    source_document,
    source_clause,
    source_status,
    cast(plus as double) as plus,
    cast(factor as double) as factor,
    cast(decimals as int) as decimals,
    cast(plausible_low as double) as plausible_low,
    cast(plausible_high as double) as plausible_high
from {{ source('dictionary', 'dictionary_indicators') }}
