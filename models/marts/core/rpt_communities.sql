with

members as (

    select * from {{ ref('rpt_community_members') }}

)

select
    community_id,
    max(community_name) as community_name,
    max(division_code) as division_code,
    max(case when is_lead then facility_name end) as lead_name,
    count(distinct facility_code) as members,
    count(distinct case when facility_tier = 'county_hospital' then facility_code end)
        as county_hospitals,
    count(distinct case when facility_tier = 'township' then facility_code end)
        as townships,
    count(distinct case when facility_tier = 'village' then facility_code end)
        as village_rooms,
    min(valid_from) as valid_from,
    max(valid_to) as valid_to
from members
group by community_id
