-- Where a facility stands in a month, in two readings: as it was then, and as it is now
-- (its newest county, class and community). Who reports for others has parts.
with

dated as (select * from {{ ref('int_facilities_dated') }}),

newest as (

    select
        facility_code,
        max_by(division_code, month) as division_code,
        max_by(facility_class_code, month) as facility_class_code,
        max_by(coalesce(village_count, 0), month) as village_count,
        max_by(facility_tier, month) as facility_tier,
        max_by(is_primary_care, month) as is_primary_care,
        max_by(is_hospital, month) as is_hospital,
        max_by(is_lead, month) as is_lead
    from dated
    group by facility_code

),

placed as (

    select
        facility_code, month, 'then' as geography, division_code, facility_tier,
        is_primary_care, is_hospital, is_lead, is_open, facility_class_code,
        coalesce(village_count, 0) as village_count
    from dated
    union all
    select
        dated.facility_code,
        dated.month,
        'now' as geography,
        places.placed_code as division_code,
        newest.facility_tier,
        newest.is_primary_care,
        newest.is_hospital,
        newest.is_lead,
        dated.is_open,
        newest.facility_class_code,
        newest.village_count
    from dated
    inner join newest on dated.facility_code = newest.facility_code
    inner join {{ ref('int_divisions_placed') }} as places
        on newest.division_code = places.division_code and places.geography = 'now'

),

-- whom a report covers besides its own facility: items 4.1 to 4.3 of the monthly form
parts as (

    select 'clinics' as part, 'other' as facility_tier, 'D211' as facility_class_code
    union all select 'village_rooms', 'village', 'D600'
    union all select 'stations', 'village', 'B200'

),

reporters as (

    select distinct facility_code
    from {{ ref('stg_facility__monthly_reports') }}
    where coalesce(clinic_visits, village_room_visits, station_visits) is not null

)

select
    facility_code,
    'own' as part,
    month,
    geography,
    division_code,
    facility_tier,
    is_primary_care,
    is_hospital,
    is_lead,
    is_open,
    facility_class_code,
    village_count
from placed
union all
select
    placed.facility_code,
    parts.part,
    placed.month,
    placed.geography,
    placed.division_code,
    parts.facility_tier,
    true as is_primary_care,
    false as is_hospital,
    false as is_lead,
    placed.is_open,
    parts.facility_class_code,
    0 as village_count
from placed
inner join reporters on placed.facility_code = reporters.facility_code
cross join parts
