-- Numerator and denominator: weighted sums; null where one of their terms is missing.
with

values_of_terms as (

    select
        indicator_id, geography, division_level, division_code, facility_tier,
        measure_id, period_type, period_end, value, months_reported, days_reported,
        counties_reported
    from {{ ref('int_division_terms_rolled') }}
    union all
    select
        indicator_id, geography, division_level, division_code, 'all', measure_id,
        period_type, period_end, value, null, null, null
    from {{ ref('int_person_terms_placed') }}

),

terms as (

    select
        *,
        count(*) over (partition by indicator_id, side) as terms_needed
    from {{ ref('stg_dictionary__indicator_terms') }}

),

sides as (

    select
        found.indicator_id,
        found.geography,
        found.division_level,
        found.division_code,
        found.facility_tier,
        found.period_type,
        found.period_end,
        terms.side,
        case
            when count(found.value) = max(terms.terms_needed)
                then {{ exact_sum('terms.weight * found.value') }}
        end as value,
        max(found.months_reported) as months_reported,
        max(found.days_reported) as days_reported,
        max(found.counties_reported) as counties_reported
    from values_of_terms as found
    inner join terms
        on
            found.indicator_id = terms.indicator_id
            and found.measure_id = terms.measure_id
    group by
        found.indicator_id, found.geography, found.division_level,
        found.division_code, found.facility_tier, found.period_type,
        found.period_end, terms.side

)

select
    indicator_id,
    geography,
    division_level,
    division_code,
    facility_tier,
    period_type,
    period_end,
    max(case when side = 'numerator' then value end) as numerator,
    max(case when side = 'denominator' then value end) as denominator,
    max(months_reported) as months_reported,
    max(days_reported) as days_reported,
    max(counties_reported) as counties_reported
from sides
group by
    indicator_id, geography, division_level, division_code, facility_tier,
    period_type, period_end
