-- Every countable thing by place, tier and month, at every level; nothing is divided
-- here and nothing is carried on from an earlier month.
with

counties as (

    select
        summed.geography,
        summed.division_code,
        summed.facility_tier,
        summed.is_primary_care,
        summed.month,
        summed.measure_id,
        measures.over_places,
        summed.value,
        summed.facilities_reported,
        cast(null as bigint) as facilities_expected
    from {{ ref('int_county_measures_summed') }} as summed
    inner join {{ ref('stg_dictionary__measures') }} as measures
        on summed.measure_id = measures.measure_id
    union all
    select
        counted.geography,
        counted.division_code,
        counted.facility_tier,
        counted.is_primary_care,
        counted.month,
        measures.measure_id,
        measures.over_places,
        cast(null as double) as value,
        cast(null as bigint) as facilities_reported,
        counted.facilities_expected
    from {{ ref('int_county_reports_counted') }} as counted
    inner join {{ ref('stg_dictionary__measures') }} as measures
        on
            counted.extract_id = measures.extract_id
            and counted.facilities = measures.facilities
            and measures.grain = 'facility'

),

tiered as (

    select *, facility_tier as shown_tier from counties
    where facility_tier <> 'none'
    union all
    select *, 'primary' as shown_tier from counties
    where is_primary_care
    union all
    select *, 'all' as shown_tier from counties

),

levels as (

    select *, division_code as place_code from tiered
    union all
    select *, left(division_code, 4) as place_code from tiered
    where over_places = 'sum'
    union all
    select *, left(division_code, 2) as place_code from tiered
    where over_places = 'sum'

),

rolled as (

    select
        place_code as division_code,
        shown_tier as facility_tier,
        geography,
        month,
        measure_id,
        {{ exact_sum('value') }} as value,
        cast(
            case
                when sum(facilities_expected) > 0
                    then coalesce(sum(facilities_reported), 0)
            end as bigint
        ) as facilities_reported,
        cast(sum(facilities_expected) as bigint) as facilities_expected
    from levels
    group by place_code, shown_tier, geography, month, measure_id

)

select * from rolled
union all
select
    division_code,
    'all' as facility_tier,
    geography,
    cast(date_trunc('month', period_end) as date) as month,
    measure_id,
    value,
    cast(null as bigint) as facilities_reported,
    cast(null as bigint) as facilities_expected
from {{ ref('int_persons_counted') }}
where period_type = 'month'
