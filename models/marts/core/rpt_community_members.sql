with

memberships as (

    select * from {{ ref('stg_facility__memberships') }}

),

-- the name and tier that a facility has now, or had last
facilities as (

    select
        facility_code,
        facility_name,
        facility_tier,
        facility_class_code,
        row_number() over (
            partition by facility_code
            order by valid_from desc, division_code asc
        ) as newest
    from {{ ref('stg_facility__facilities') }}

),

classes as (

    select * from {{ ref('facility_classes') }}

)

select
    memberships.community_id,
    memberships.community_name,
    memberships.division_code,
    memberships.facility_code,
    facilities.facility_name,
    coalesce(
        facilities.facility_tier, nullif(classes.facility_tier, 'none'), 'other'
    ) as facility_tier,
    coalesce(memberships.is_lead, false) as is_lead,
    memberships.valid_from,
    memberships.valid_to
from memberships
left join facilities
    on
        memberships.facility_code = facilities.facility_code
        and facilities.newest = 1
left join classes
    on facilities.facility_class_code = classes.facility_class_code
