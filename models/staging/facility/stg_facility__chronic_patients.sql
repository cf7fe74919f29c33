with

counts as (

    select * from {{ source('facility', 'chronic_care') }}

),

current_slices as (

    select * from {{ ref('stg_landing__slices') }}
    where extract_id = 'chronic_care' and is_current

)

select
    counts.facility_code,
    counts.disease,
    counts.patients,
    counts.managed_patients,
    counts.standard_managed_patients,
    counts.controlled_patients,
    counts.followed_patients,
    counts.admissions,
    counts.month,
    current_slices.submitted_at,
    counts._file_id as file_id,
    counts._row_number as file_row
from counts
inner join current_slices
    on
        counts._file_id = current_slices.file_id
        and counts.facility_code = current_slices.reporting_unit
        and cast(counts.month as string) = current_slices.period
