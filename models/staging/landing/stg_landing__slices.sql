with

slices as (

    select * from {{ source('landing', 'slices') }}

),

files as (

    select * from {{ ref('stg_landing__files') }}

),

-- the same bytes may hold several units; the file's own time decides, not the
-- order in which files happened to be landed
ranked as (

    select
        slices.file_id,
        slices.extract as extract_id,
        slices.reporting_unit,
        slices.period,
        slices.submission,
        slices.row_count,
        files.submitted_at,
        files.landed_at,
        -- the sheets of one workbook (hash#2, hash#3 …) were sent together
        rank() over (
            partition by slices.extract, slices.reporting_unit, slices.period
            order by files.submitted_at desc, left(slices.file_id, 64) desc
        ) as newest
    from slices
    inner join files
        on
            slices.file_id = files.file_id
            and slices.extract = files.extract_id

)

select
    file_id,
    extract_id,
    reporting_unit,
    period,
    row_count,
    -- where submissions add, none replaces another: staging takes the newest of a key
    newest = 1 or submission = 'adds' as is_current,
    submitted_at,
    landed_at
from ranked
