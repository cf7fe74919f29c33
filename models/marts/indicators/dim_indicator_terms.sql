select
    indicator_id,
    side,
    term_number,
    weight,
    measure_id
from {{ ref('stg_dictionary__indicator_terms') }}
