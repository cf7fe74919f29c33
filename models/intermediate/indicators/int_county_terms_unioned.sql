-- What each county gives to each term of each indicator, by leaf tier and month: of
-- facilities that gave all their terms, and of insurers and censuses.
with

needed as (

    select * from {{ ref('int_indicator_measures_needed') }}

),

from_facilities as (

    select
        matched.indicator_id,
        facilities.geography,
        facilities.division_code,
        facilities.facility_tier,
        facilities.is_primary_care,
        matched.month,
        measured.measure_id,
        {{ exact_sum('measured.value') }} as value
    from {{ ref('int_facility_terms_matched') }} as matched
    inner join {{ ref('int_facility_measures_carried') }} as measured
        on
            matched.facility_code = measured.facility_code
            and matched.part = measured.part
            and matched.month = measured.month
    inner join needed
        on
            matched.indicator_id = needed.indicator_id
            and measured.measure_id = needed.measure_id
    inner join {{ ref('int_facilities_placed') }} as facilities
        on
            matched.facility_code = facilities.facility_code
            and matched.part = facilities.part
            and matched.month = facilities.month
    group by all

),

from_places as (

    select
        needed.indicator_id,
        measured.geography,
        measured.division_code,
        measured.facility_tier,
        measured.is_primary_care,
        measured.month,
        measured.measure_id,
        measured.value
    from {{ ref('int_place_measures_carried') }} as measured
    inner join needed
        on measured.measure_id = needed.measure_id

)

select * from from_facilities
union all
select * from from_places
