-- What the registry itself counts: facilities open at the end of each month, village
-- rooms, and the villages that they serve; each where and what it was then, and is now.
with

facilities as (

    select
        facility_code,
        month,
        geography,
        division_code,
        facility_tier,
        is_primary_care,
        is_hospital,
        is_lead,
        cast(1 as double) as facilities,
        cast(case when facility_class_code = 'D600' then 1 else 0 end as double)
            as village_rooms,
        cast(village_count as double) as villages
    from {{ ref('int_facilities_placed') }}
    where is_open and part = 'own'

),

registries as (

    select
        facilities.facility_code,
        max(slices.submitted_at) as submitted_at
    from {{ ref('stg_facility__facilities') }} as facilities
    inner join {{ ref('stg_landing__slices') }} as slices
        on
            facilities.file_id = slices.file_id
            and facilities.division_code = slices.reporting_unit
            and slices.extract_id = 'facility_registry'
    group by facilities.facility_code

)

select
    items.facility_code,
    items.month,
    items.geography,
    items.division_code,
    items.facility_tier,
    items.is_primary_care,
    items.is_hospital,
    items.is_lead,
    items.item,
    items.value,
    registries.submitted_at
from facilities
unpivot (value for item in (facilities, village_rooms, villages)) as items
inner join registries
    on items.facility_code = registries.facility_code
