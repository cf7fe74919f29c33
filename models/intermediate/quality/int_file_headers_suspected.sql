with

files as (

    select
        *,
        cast(null as bigint) as file_row
    from {{ ref('stg_landing__files') }}
    where unknown_headers <> ''

)

select
    'unknown_header' as fault_kind,
    files.extract_id,
    'none' as division_code,
    'none' as facility_code,
    files.unknown_headers as field_name,
    cast(null as date) as month,
    files.file_id,
    files.file_row
from files
