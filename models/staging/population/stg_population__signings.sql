with

signings as (

    select * from {{ source('population', 'signing') }}

),

files as (

    select * from {{ ref('stg_landing__files') }}
    where extract_id = 'signing'

),

ranked as (

    select
        signings.facility_code,
        signings.division_code,
        signings.certno,
        signings.is_resident,
        signings.is_renewal,
        signings.is_key_group,
        signings.key_group,
        signings.signed_on,
        signings.valid_to,
        signings.ended_on,
        files.submitted_at,
        signings._file_id as file_id,
        signings._row_number as file_row,
        row_number() over (
            partition by
                signings.facility_code,
                signings.certno,
                signings.signed_on
            order by
                files.submitted_at desc, signings.ended_on desc nulls last,
                files.file_id desc, signings._row_number desc
        ) as newest
    from signings
    inner join files
        on signings._file_id = files.file_id

)

select
    facility_code,
    division_code,
    certno,
    is_resident,
    is_renewal,
    is_key_group,
    key_group,
    signed_on,
    valid_to,
    ended_on,
    submitted_at,
    file_id,
    file_row
from ranked
where newest = 1
