-- A facility that misses one term of an indicator in a month stands in neither side.
with

needed as (

    select * from {{ ref('int_indicator_measures_needed') }}
    where grain = 'facility'

),

facilities as (

    select * from {{ ref('int_facilities_placed') }}
    where geography = 'then'

),

-- which terms a facility of a kind should give: those whose scope it is in
facility_kinds as (

    select distinct
        facility_tier,
        is_primary_care,
        is_lead,
        is_hospital
    from facilities

),

wanted as (

    select
        needed.indicator_id,
        facility_kinds.facility_tier,
        facility_kinds.is_primary_care,
        facility_kinds.is_lead,
        facility_kinds.is_hospital,
        count(*) as terms
    from needed
    inner join facility_kinds
        on {{ in_scope('needed.facilities', 'facility_kinds') }}
    group by all

),

given as (

    select
        needed.indicator_id,
        measured.facility_code,
        measured.part,
        measured.month,
        count(*) as terms
    from {{ ref('int_facility_measures_carried') }} as measured
    inner join needed
        on measured.measure_id = needed.measure_id
    group by all

)

select
    given.indicator_id,
    given.facility_code,
    given.part,
    given.month
from given
inner join facilities
    on
        given.facility_code = facilities.facility_code
        and given.part = facilities.part
        and given.month = facilities.month
inner join wanted
    on
        given.indicator_id = wanted.indicator_id
        and facilities.facility_tier = wanted.facility_tier
        and facilities.is_primary_care = wanted.is_primary_care
        and facilities.is_lead = wanted.is_lead
        and facilities.is_hospital = wanted.is_hospital
        and given.terms = wanted.terms
