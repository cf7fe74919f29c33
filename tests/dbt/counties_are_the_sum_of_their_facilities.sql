{{ config(meta={'dagster': {'ref': {'name': 'fct_measures'}}}) }}

-- What a county has of a measure that facilities give is what its facilities gave.
with

facilities as (

    select
        placed.division_code,
        given.month,
        given.measure_id,
        {{ exact_sum('given.value') }} as value
    from {{ ref('int_facility_measures_unioned') }} as given
    inner join {{ ref('int_facilities_placed') }} as placed
        on
            given.facility_code = placed.facility_code
            and given.part = placed.part
            and given.month = placed.month
            and placed.geography = 'then'
    group by placed.division_code, given.month, given.measure_id

),

counties as (

    select
        measured.division_code,
        measured.month,
        measured.measure_id,
        measured.value
    from {{ ref('fct_measures') }} as measured
    inner join {{ ref('stg_dictionary__measures') }} as measures
        on measured.measure_id = measures.measure_id
    where
        measures.grain = 'facility'
        and measured.facility_tier = 'all'
        and measured.geography = 'then'
        and length(measured.division_code) = 6

)

select
    coalesce(counties.division_code, facilities.division_code) as division_code,
    coalesce(counties.month, facilities.month) as month,
    coalesce(counties.measure_id, facilities.measure_id) as measure_id,
    counties.value,
    facilities.value as value_of_facilities
from counties
full join facilities
    on
        counties.division_code = facilities.division_code
        and counties.month = facilities.month
        and counties.measure_id = facilities.measure_id
where abs(coalesce(counties.value, 0) - coalesce(facilities.value, 0)) > 0.005
