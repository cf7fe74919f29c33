-- This year's and last year's sums of the facilities that can be compared, both under
-- the county and tier that the facility has this year: of those that reported in both
-- years (value, base_value), and with those that opened or closed (open_…).
with

paired as (

    select * from {{ ref('int_facility_years_paired') }}

),

needed as (

    select * from {{ ref('int_indicator_measures_needed') }}
    where grain = 'facility'

),

looked_up as (

    select *, month as value_month, 1 as is_later from paired
    where pairing <> 'closed'
    union all
    select *, base_month as value_month, 0 as is_later from paired
    where pairing <> 'opened'

),

terms as (

    select
        {% for value, is_later in [('value', 1), ('base_value', 0)] %}
            {{ exact_sum(
                "case when looked_up.pairing = 'both' and looked_up.is_later = "
                ~ is_later ~ ' then measured.value end'
            ) }} as {{ value }},
            {{ exact_sum(
                'case when looked_up.is_later = ' ~ is_later ~ ' then measured.value end'
            ) }} as open_{{ value }},
        {% endfor %}
        looked_up.indicator_id,
        facilities.geography,
        facilities.division_code,
        facilities.facility_tier,
        facilities.is_primary_care,
        looked_up.month,
        measured.measure_id,
        needed.tiers
    from looked_up
    inner join needed
        on looked_up.indicator_id = needed.indicator_id
    inner join {{ ref('int_facility_measures_carried') }} as measured
        on
            looked_up.facility_code = measured.facility_code
            and looked_up.part = measured.part
            and looked_up.value_month = measured.month
            and needed.measure_id = measured.measure_id
    inner join {{ ref('int_facilities_placed') }} as facilities
        on
            looked_up.facility_code = facilities.facility_code
            and looked_up.part = facilities.part
            and facilities.month = case looked_up.pairing
                when 'closed' then looked_up.base_month else looked_up.month
            end
    group by all

),

tiered as (

    select *, 'all' as shown_tier from terms
    union all
    select *, 'primary' as shown_tier from terms
    where tiers = 'each' and is_primary_care
    union all
    select *, facility_tier as shown_tier from terms
    where tiers = 'each'

)

select
    indicator_id,
    geography,
    division_code,
    shown_tier as facility_tier,
    month,
    measure_id,
    {{ exact_sum('value') }} as value,
    {{ exact_sum('base_value') }} as base_value,
    {{ exact_sum('open_value') }} as open_value,
    {{ exact_sum('open_base_value') }} as open_base_value
from tiered
group by indicator_id, geography, division_code, shown_tier, month, measure_id
