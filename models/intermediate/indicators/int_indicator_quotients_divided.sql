-- An indicator that is one indicator over another (the income of primary care's staff
-- over that of the lead hospital's): both sides were divided in their own right.
with

found as (

    select * from {{ ref('int_indicator_values_divided') }}

),

indicators as (

    select * from {{ ref('stg_dictionary__indicators') }}
    where kind = 'quotient'

)

select
    indicators.indicator_id,
    above.geography,
    above.division_level,
    above.division_code,
    above.facility_tier,
    above.period_type,
    above.period_end,
    above.value as numerator,
    below.value as denominator,
    indicators.factor * above.value / nullif(below.value, 0) as value,
    indicators.factor,
    case
        when above.value is null then above.null_reason
        when below.value is null then 'denominator_missing'
        when below.value = 0 then 'denominator_zero'
        else 'none'
    end as null_reason,
    least(above.months_reported, coalesce(below.months_reported, 0))
        as months_reported,
    least(above.counties_reported, coalesce(below.counties_reported, 0))
        as counties_reported,
    above.facilities_expected + coalesce(below.facilities_expected, 0)
        as facilities_expected,
    above.facilities_reported + coalesce(below.facilities_reported, 0)
        as facilities_reported,
    above.facilities_on_time + coalesce(below.facilities_on_time, 0)
        as facilities_on_time
from indicators
inner join found as above
    on indicators.of_indicator_id = above.indicator_id
left join found as below
    on
        indicators.over_indicator_id = below.indicator_id
        and above.geography = below.geography
        and above.division_code = below.division_code
        and above.facility_tier = below.facility_tier
        and above.period_type = below.period_type
        and above.period_end = below.period_end
