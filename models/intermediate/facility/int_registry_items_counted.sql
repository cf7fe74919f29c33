-- What the registry itself counts: facilities open at the end of each month, village
-- rooms, and the villages that they serve.
with

facilities as (

    select
        facility_code,
        month,
        cast(1 as double) as facilities,
        cast(case when facility_class_code = 'D600' then 1 else 0 end as double)
            as village_rooms,
        cast(coalesce(village_count, 0) as double) as villages
    from {{ ref('int_facilities_dated') }}
    where is_open

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
    'own' as part,
    items.month,
    items.item,
    items.value,
    registries.submitted_at
from facilities
unpivot (value for item in (facilities, village_rooms, villages)) as items
inner join registries
    on items.facility_code = registries.facility_code
