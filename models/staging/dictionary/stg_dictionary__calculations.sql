select
    statistic_id,
    reading,
    reading_kind,
    reading_zh,
    reading_en,
    note_zh,
    note_en,
    missing_zh,
    missing_en,
    cast(plus as double) as plus
from {{ source('dictionary', 'dictionary_calculations') }}
