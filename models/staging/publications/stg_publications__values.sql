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
    refunds
from {{ source('publications', 'publication_values') }}
