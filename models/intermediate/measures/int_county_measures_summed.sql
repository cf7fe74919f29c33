-- Every measure by county, leaf tier and month, in both readings of geography. Of those
-- who owe the report behind it: how many there are, and how many gave the measure.
with

placed as (

    select * from {{ ref('int_facilities_placed') }}

),

owed as (

    select
        facility_code,
        month,
        extract_id
    from {{ ref('int_reports_expected') }}

),

given as (

    select
        measured.facility_code,
        measured.part,
        measured.month,
        measured.measure_id,
        measured.value,
        case
            when measured.part = 'own' and owed.facility_code is not null then 1
        end as report_given
    from {{ ref('int_facility_measures_unioned') }} as measured
    inner join {{ ref('stg_dictionary__measures') }} as measures
        on measured.measure_id = measures.measure_id
    left join owed
        on
            measured.facility_code = owed.facility_code
            and measured.month = owed.month
            and measures.extract_id = owed.extract_id

),

from_facilities as (

    select
        placed.geography,
        placed.division_code,
        placed.facility_tier,
        placed.is_primary_care,
        given.month,
        given.measure_id,
        {{ exact_sum('given.value') }} as value,
        count(given.report_given) as facilities_reported
    from given
    inner join placed
        on
            given.facility_code = placed.facility_code
            and given.part = placed.part
            and given.month = placed.month
    group by all

),

from_places as (

    select
        geography,
        division_code,
        facility_tier,
        is_primary_care,
        month,
        measure_id,
        value,
        cast(null as bigint) as facilities_reported
    from {{ ref('int_place_measures_unioned') }}

)

select * from from_facilities
union all
select * from from_places
