with

rejected_rows as (

    select * from {{ ref('stg_landing__rejected_rows') }}

),

files as (

    select * from {{ ref('stg_landing__files') }}

)

select
    rejected_rows.file_id,
    rejected_rows.extract_id,
    files.file_name,
    rejected_rows.row_number,
    rejected_rows.column_name,
    rejected_rows.header,
    rejected_rows.value_masked,
    rejected_rows.reason_code,
    rejected_rows.reason_zh,
    rejected_rows.reason_en
from rejected_rows
inner join files
    on
        rejected_rows.file_id = files.file_id
        and rejected_rows.extract_id = files.extract_id
