select
    measure_id,
    name_zh,
    name_en,
    unit,
    grain,
    extract as extract_id,
    item,
    facilities,
    over_time,
    over_places,
    frequency,
    source,
    status,
    cast(final_after_months as int) as final_after_months
from {{ source('dictionary', 'dictionary_measures') }}
