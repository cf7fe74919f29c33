-- Each term by the tiers that its indicator is shown for. Populations have no tier and
-- stand below every tier that the county has.
with

terms as (

    select
        terms.*,
        indicators.tiers = 'each' as is_tiered
    from {{ ref('int_county_terms_unioned') }} as terms
    inner join {{ ref('stg_dictionary__indicators') }} as indicators
        on terms.indicator_id = indicators.indicator_id

),

tiered as (

    select
        indicator_id, geography, division_code, month, measure_id, value,
        'all' as shown_tier
    from terms
    where facility_tier <> 'none'
    union all
    select
        indicator_id, geography, division_code, month, measure_id, value,
        'primary' as shown_tier
    from terms
    where is_tiered and is_primary_care
    union all
    select
        indicator_id, geography, division_code, month, measure_id, value,
        facility_tier as shown_tier
    from terms
    where
        is_tiered
        and facility_tier in
        ('county_hospital', 'township', 'village', 'city', 'other')

),

shown_tiers as (

    select distinct indicator_id, geography, division_code, month, shown_tier
    from tiered
    union
    select distinct indicator_id, geography, division_code, month, 'all' as shown_tier
    from terms

),

untiered as (

    select
        terms.indicator_id,
        terms.geography,
        terms.division_code,
        terms.month,
        terms.measure_id,
        terms.value,
        shown_tiers.shown_tier
    from terms
    inner join shown_tiers
        on
            terms.indicator_id = shown_tiers.indicator_id
            and terms.geography = shown_tiers.geography
            and terms.division_code = shown_tiers.division_code
            and terms.month = shown_tiers.month
    where terms.facility_tier = 'none'

),

every_term as (

    select * from tiered
    union all
    select * from untiered

)

select
    indicator_id,
    geography,
    division_code,
    shown_tier as facility_tier,
    month,
    measure_id,
    {{ exact_sum('value') }} as value
from every_term
group by indicator_id, geography, division_code, shown_tier, month, measure_id
