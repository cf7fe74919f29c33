select
    indicator_id,
    edition,
    edition_number,
    name_status
from {{ ref('stg_dictionary__indicator_editions') }}
where edition <> 'documents'
