select
    check_id,
    side,
    extract_id,
    item,
    cast(term_number as int) as term_number,
    cast(weight as double) as weight,
    cast(is_counted as boolean) as is_counted
from {{ source('checks', 'dictionary_check_terms') }}
