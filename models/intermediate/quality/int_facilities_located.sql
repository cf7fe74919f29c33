-- Where a facility is, also in months in which the registry does not have it open: a
-- report of a closed facility belongs to its county all the same.
with

ranked as (

    select
        facility_code,
        division_code,
        facility_tier,
        row_number() over (
            partition by facility_code
            order by valid_from desc, division_code asc
        ) as newest
    from {{ ref('stg_facility__facilities') }}

)

select
    facility_code,
    division_code,
    coalesce(facility_tier, 'none') as facility_tier
from ranked
where newest = 1
