with

counts as (

    select * from {{ source('population', 'insured_population') }}

),

current_slices as (

    select * from {{ ref('stg_landing__slices') }}
    where extract_id = 'insured_population' and is_current

)

select
    counts.insu_admdvs as division_code,
    counts.insutype,
    counts.insured_people,
    counts.paid_people,
    counts.assisted_people,
    counts.month,
    current_slices.submitted_at,
    counts._file_id as file_id,
    counts._row_number as file_row
from counts
inner join current_slices
    on
        counts._file_id = current_slices.file_id
        and counts.insu_admdvs = current_slices.reporting_unit
        and cast(counts.month as string) = current_slices.period
