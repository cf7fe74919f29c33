select
    sha256,
    extract_id,
    file_name,
    place,
    reason_code,
    reason_zh,
    reason_en,
    rejected_at
from {{ ref('stg_landing__rejected_files') }}
