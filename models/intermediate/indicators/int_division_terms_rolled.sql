-- Counties add up to prefectures and provinces before anything is divided.
with

counties as (

    select * from {{ ref('int_county_terms_timed') }}

),

placed as (

    select *, 'county' as division_level, division_code as place from counties
    union all
    select *, 'prefecture' as division_level, left(division_code, 4) as place
    from counties
    union all
    select *, 'province' as division_level, left(division_code, 2) as place
    from counties

)

select
    indicator_id,
    geography,
    division_level,
    place as division_code,
    facility_tier,
    measure_id,
    period_type,
    period_end,
    {{ exact_sum('value') }}
    / case when over_time = 'mean' then nullif(max(months_reported), 0) else 1 end
        as value,
    max(months_reported) as months_reported,
    max(days_reported) as days_reported,
    count(value) as counties_reported
from placed
group by
    indicator_id, geography, division_level, place, facility_tier, measure_id,
    over_time, period_type, period_end
