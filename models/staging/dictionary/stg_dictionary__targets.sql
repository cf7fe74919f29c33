select
    target_id,
    indicator_id,
    division_code,
    document as document_id,
    statistic_id,
    facility_tier,
    comparison,
    unit,
    clause,
    status,
    words_zh,
    cast(value as double) as target_value,
    try_cast(due_on as date) as due_on
from {{ source('dictionary', 'dictionary_targets') }}
