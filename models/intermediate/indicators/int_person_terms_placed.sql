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

-- the places that have the other terms of the indicator
known as (

    select
        indicator_id,
        geography,
        period_type,
        period_end,
        division_code
    from {{ ref('int_division_terms_rolled') }}
    where facility_tier = 'all'
    group by indicator_id, geography, period_type, period_end, division_code
    having min(counties_reported) > 0

),

-- the places above a county that has people and not those terms
lacking as (

    select distinct
        counted.indicator_id,
        counted.geography,
        counted.period_type,
        counted.period_end,
        left(counted.division_code, levels.digits) as division_code
    from counted
    left join known
        on {{ same_cell('counted', 'known', apart_from=['facility_tier']) }}
    cross join (values (4), (2)) as levels (digits)
    where
        length(counted.division_code) = 6
        and counted.value > 0
        and known.indicator_id is null

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
    case
        when lacking.indicator_id is null or known.indicator_id is null
            then counted.value
    end as value
from counted
left join known
    on {{ same_cell('counted', 'known', apart_from=['facility_tier']) }}
left join lacking
    on {{ same_cell('counted', 'lacking', apart_from=['facility_tier']) }}
