select
    indicator_id,
    edition,
    number as edition_number,
    name_status,
    cast(listed as int) as edition_order
from {{ source('dictionary', 'dictionary_indicator_editions') }}
