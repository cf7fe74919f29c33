select
    measure_id,
    name_zh,
    name_en,
    unit,
    over_time,
    over_places,
    source,
    status
from {{ source('dictionary', 'dictionary_measures') }}
