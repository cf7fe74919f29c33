select
    file_id,
    extract as extract_id,
    file_name,
    format,
    encoding,
    unknown_headers,
    bytes as file_bytes,
    rows_read,
    rows_landed,
    rows_rejected,
    rows_set_aside,
    submitted_at,
    landed_at
from {{ source('landing', 'files') }}
-- every model reads files through here: a moment given as `as_of` shows the warehouse
-- as it was then
where landed_at <= timestamp '{{ var("as_of") }}'
