with

counts as (

    select * from {{ source('facility', 'staffing') }}

),

current_slices as (

    select * from {{ ref('stg_landing__slices') }}
    where extract_id = 'staffing' and is_current

)

select
    counts.facility_code,
    counts.approved_posts,
    counts.virtual_posts,
    counts.professional_posts,
    counts.management_posts,
    counts.support_posts,
    counts.staff,
    counts.post_holders,
    counts.contract_staff,
    counts.professional_staff,
    counts.senior_staff,
    counts.middle_staff,
    counts.posted_doctors,
    counts.resettled_staff,
    counts.early_retired_staff,
    counts.transition_staff,
    counts.released_contract_staff,
    counts.compensation_yuan,
    counts.pension_yuan,
    counts.year,
    current_slices.submitted_at,
    counts._file_id as file_id,
    counts._row_number as file_row
from counts
inner join current_slices
    on
        counts._file_id = current_slices.file_id
        and counts.facility_code = current_slices.reporting_unit
        and cast(counts.year as string) = current_slices.period
