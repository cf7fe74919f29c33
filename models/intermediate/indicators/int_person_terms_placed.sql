-- Distinct people are counted anew at every level, never added. Where a county has
-- people and lacks another term, the levels above have no figure: they would count its
-- people and not its residents.
with

counted as (

    select
        needed.indicator_id,
        persons.geography,
        persons.division_code,
        persons.measure_id,
        persons.period_type,
        persons.period_end,
        persons.value
    from {{ ref('int_persons_counted') }} as persons
    inner join {{ ref('int_indicator_measures_needed') }} as needed
        on persons.measure_id = needed.measure_id
    where needed.grain = 'person'

),

-- the counties that have people, at each of their levels
counties as (

    select distinct
        indicator_id,
        geography,
        period_type,
        period_end,
        division_code
    from counted
    where length(division_code) = 6 and value > 0

),

wanted as (

    select
        counties.indicator_id,
        counties.geography,
        counties.period_type,
        counties.period_end,
        left(counties.division_code, levels.digits) as division_code,
        count(*) as counties
    from counties
    cross join (values (6), (4), (2)) as levels (digits)
    group by all

),

-- what the other terms of the indicator have, where it has others
given as (

    select
        indicator_id,
        geography,
        period_type,
        period_end,
        division_code,
        min(counties_reported) as counties
    from {{ ref('int_division_terms_rolled') }}
    where facility_tier = 'all'
    group by indicator_id, geography, period_type, period_end, division_code

)

select
    counted.indicator_id,
    counted.geography,
    case length(counted.division_code)
        when 6 then 'county'
        when 4 then 'prefecture'
        else 'province'
    end as division_level,
    counted.division_code,
    counted.measure_id,
    counted.period_type,
    counted.period_end,
    case when given.counties < wanted.counties then null else counted.value end as value
from counted
left join wanted
    on
        counted.indicator_id = wanted.indicator_id
        and counted.geography = wanted.geography
        and counted.period_type = wanted.period_type
        and counted.period_end = wanted.period_end
        and counted.division_code = wanted.division_code
left join given
    on
        counted.indicator_id = given.indicator_id
        and counted.geography = given.geography
        and counted.period_type = given.period_type
        and counted.period_end = given.period_end
        and counted.division_code = given.division_code
