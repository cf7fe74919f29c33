select
    publication_id,
    publication_number,
    indicator_id,
    division_code,
    period_end,
    value,
    numerator,
    denominator,
    definition,
    facilities_reported,
    facilities_expected,
    submissions,
    superseded,
    refunds,
    coalesce(null_reason, 'none') as null_reason
from {{ source('publications', 'publication_values') }}
