-- Facilities as they are now, or as they were when they closed.
with

facilities as (

    select * from {{ ref('stg_facility__facilities') }}

),

spans as (

    select
        facility_code,
        min(valid_from) as opened_on,
        max(valid_to) as closed_on
    from facilities
    group by facility_code

),

newest as (

    select *
    from facilities
    qualify row_number() over (
            partition by facility_code
            order by valid_from desc, division_code desc
        ) = 1

),

placed as (

    select
        facility_code,
        max_by(facility_tier, month) as facility_tier,
        max_by(is_primary_care, month) as is_primary_care,
        max_by(is_hospital, month) as is_hospital,
        max_by(division_code, month) as division_code
    from {{ ref('int_facilities_placed') }}
    where geography = 'now' and part = 'own'
    group by facility_code

),

-- the community that it joined last, if it still belongs to it
communities as (

    select
        memberships.facility_code,
        memberships.community_id,
        memberships.community_name,
        memberships.is_lead
    from {{ ref('stg_facility__memberships') }} as memberships
    where memberships.valid_to = date '9999-12-31'
    qualify row_number() over (
            partition by memberships.facility_code
            order by memberships.valid_from desc, memberships.community_id
        ) = 1

)

select
    newest.facility_code,
    newest.facility_name,
    placed.division_code,
    newest.facility_class_code,
    coalesce(classes.name_zh, newest.facility_class_code) as facility_class_zh,
    placed.facility_tier,
    placed.is_primary_care,
    placed.is_hospital,
    newest.management_type_code,
    newest.is_government_run,
    newest.parent_facility_code,
    communities.community_id,
    communities.community_name,
    coalesce(communities.is_lead, false) as is_lead,
    spans.opened_on,
    spans.closed_on,
    coalesce(divisions.status = 'synthetic', false) as is_synthetic
from newest
inner join spans
    on newest.facility_code = spans.facility_code
inner join placed
    on newest.facility_code = placed.facility_code
left join {{ ref('facility_classes') }} as classes
    on newest.facility_class_code = classes.facility_class_code
left join {{ ref('divisions') }} as divisions
    on placed.division_code = divisions.division_code
left join communities
    on newest.facility_code = communities.facility_code
