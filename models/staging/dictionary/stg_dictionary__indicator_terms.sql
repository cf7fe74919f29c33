select
    indicator_id,
    side,
    quantity as measure_id,
    cast(term_number as int) as term_number,
    cast(weight as double) as weight
from {{ source('dictionary', 'dictionary_indicator_terms') }}
