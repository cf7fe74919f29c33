select
    statistic_id,
    reading,
    side,
    quantity,
    times,
    cast(term_number as int) as term_number,
    cast(weight as double) as weight
from {{ source('dictionary', 'dictionary_calculation_terms') }}
