with

counts as (

    select * from {{ source('population', 'resident_population') }}

),

current_slices as (

    select * from {{ ref('stg_landing__slices') }}
    where extract_id = 'resident_population' and is_current

)

select
    counts.division_code,
    counts.residents,
    counts.registered_residents,
    counts.urban_residents,
    counts.rural_residents,
    counts.aged_65_residents,
    counts.child_0_6_residents,
    counts.year,
    current_slices.submitted_at,
    counts._file_id as file_id,
    counts._row_number as file_row
from counts
inner join current_slices
    on
        counts._file_id = current_slices.file_id
        and counts.division_code = current_slices.reporting_unit
        and cast(counts.year as string) = current_slices.period
