select
    sha256,
    extract as extract_id,
    file_name,
    seen_at
from {{ source('landing', 'resent_files') }}
