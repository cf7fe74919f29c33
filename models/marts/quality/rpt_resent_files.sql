select
    resent.sha256,
    resent.extract_id,
    resent.file_name,
    files.file_name as first_file_name,
    files.submitted_at as first_sent_at,
    resent.seen_at
from {{ ref('stg_landing__resent_files') }} as resent
-- a zip or a workbook lands in parts: its first part has the hash for its name
inner join {{ ref('stg_landing__files') }} as files
    on
        resent.sha256 = files.file_id
        and resent.extract_id = files.extract_id
