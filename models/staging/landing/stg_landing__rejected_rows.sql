select
    file_id,
    extract as extract_id,
    row_number,
    column_name,
    header,
    value_masked,
    reason_code,
    reason_zh,
    reason_en
from {{ source('landing', 'rejected_rows') }}
