select
    publication_id,
    publication_number
from {{ source('publications', 'publications') }}
