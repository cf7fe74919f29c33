select
    sha256,
    extract as extract_id,
    file_name,
    place,
    reason_code,
    reason_zh,
    reason_en,
    rejected_at
from {{ source('landing', 'rejected_files') }}
