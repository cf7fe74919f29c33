with

results as (

    select * from {{ ref('int_results_judged') }}

),

acceptances as (

    select * from {{ ref('stg_checks__acceptances') }}

),

-- a check of two extracts points at the row of the first
extracts as (

    select
        check_id,
        max(case when side = 'numerator' and term_number = 1 then extract_id end)
            as extract_id
    from {{ ref('stg_checks__terms') }}
    group by check_id

),

files as (

    select distinct
        file_id,
        file_name
    from {{ ref('stg_landing__files') }}

)

select
    results.check_id,
    results.division_code,
    results.facility_code,
    results.part,
    files.file_name,
    source_rows.file_row,
    coalesce(acceptances.because_zh, 'none') as accepted_because_zh,
    coalesce(acceptances.because_en, 'none') as accepted_because_en,
    results.outcome,
    results.severity,
    results.observed,
    results.expected,
    results.statistic,
    results.acceptance_number > 0 as is_accepted,
    results.month
from results
left join acceptances
    on
        results.check_id = acceptances.check_id
        and results.acceptance_number = acceptances.acceptance_number
left join extracts
    on results.check_id = extracts.check_id
left join {{ ref('int_report_rows_located') }} as source_rows
    on
        extracts.extract_id = source_rows.extract_id
        and results.facility_code = source_rows.facility_code
        and source_rows.division_code in ('none', results.division_code)
        and results.part = source_rows.part
        and results.month = source_rows.month
left join files
    on source_rows.file_id = files.file_id
