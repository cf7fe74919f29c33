with

memberships as (

    select * from {{ source('facility', 'community_membership') }}

),

current_slices as (

    select * from {{ ref('stg_landing__slices') }}
    where extract_id = 'community_membership' and is_current

)

select
    memberships.division_code,
    memberships.community_id,
    memberships.community_name,
    memberships.facility_code,
    memberships.is_lead,
    memberships.valid_from,
    coalesce(memberships.valid_to, date '9999-12-31') as valid_to,
    memberships._file_id as file_id,
    memberships._row_number as file_row
from memberships
inner join current_slices
    on
        memberships._file_id = current_slices.file_id
        and memberships.division_code = current_slices.reporting_unit
