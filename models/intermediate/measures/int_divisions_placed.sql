-- Which county a county's figures belong to: itself, as it was then; the county that it
-- has become by now. Counties that send data and are not in the list stand for
-- themselves.
with recursive

listed as (

    select
        division_code,
        nullif(successor_code, 'none') as successor_code
    from {{ ref('divisions') }}
    where level = 'county'

),

-- settlements name the insured's county; the others name who reports
sending as (

    select division_code from {{ ref('stg_facility__facilities') }}
    union
    select reporting_unit as division_code from {{ ref('stg_landing__slices') }}
    where
        extract_id in (
            'settlement', 'insured_population', 'resident_population',
            'key_population', 'fund_budget'
        )
        and length(reporting_unit) = 6

),

counties as (

    select
        coalesce(listed.division_code, sending.division_code) as division_code,
        listed.successor_code
    from listed
    full join sending
        on listed.division_code = sending.division_code

),

-- codes follow each other, at most ten times: a circle in the seed ends there
followed as (

    select
        division_code,
        division_code as placed_code,
        0 as steps
    from counties
    union all
    select
        followed.division_code,
        counties.successor_code as placed_code,
        followed.steps + 1 as steps
    from followed
    inner join counties
        on followed.placed_code = counties.division_code
    where counties.successor_code is not null and followed.steps < 10

)

select
    division_code,
    'then' as geography,
    division_code as placed_code
from counties
union all
select
    division_code,
    'now' as geography,
    max_by(placed_code, steps) as placed_code
from followed
group by division_code
