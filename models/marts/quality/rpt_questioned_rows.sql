with

questioned as (

    select * from {{ ref('int_rows_questioned') }}

),

files as (

    select distinct
        file_id,
        file_name
    from {{ ref('stg_landing__files') }}

),

-- the check that counts such rows says what is wrong with them
checks as (

    select
        terms.extract_id,
        terms.item,
        controls.check_id,
        controls.name_zh,
        controls.name_en
    from {{ ref('stg_checks__terms') }} as terms
    inner join {{ ref('stg_checks__controls') }} as controls
        on terms.check_id = controls.check_id
    where terms.side = 'numerator'

)

select
    checks.check_id,
    checks.name_zh,
    checks.name_en,
    questioned.extract_id,
    questioned.division_code,
    questioned.facility_code,
    questioned.field_name,
    questioned.file_id,
    files.file_name,
    questioned.file_row,
    questioned.month
from questioned
inner join checks
    on
        questioned.extract_id = checks.extract_id
        and questioned.item = checks.item
inner join files
    on questioned.file_id = files.file_id
