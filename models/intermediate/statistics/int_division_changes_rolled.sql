-- What the parts of a change need of its facilities, as sums: they add up over counties
-- and tiers, so no facility is looked at again above the county. Facilities stand where
-- they stand now, so that one that changed its county is compared with itself.
with

changes as (

    select
        *,
        later_denominator > 0 and base_denominator > 0 as is_common
    from {{ ref('int_facility_changes_paired') }}

),

facilities as (

    select
        facility_code,
        part,
        max_by(division_code, month) as division_code,
        max_by(facility_tier, month) as facility_tier,
        max_by(is_primary_care, month) as is_primary_care
    from {{ ref('int_facilities_placed') }}
    where geography = 'now'
    group by facility_code, part

),

tiered as (

    select *, 'all' as shown_tier from facilities
    union all
    select *, 'primary' as shown_tier from facilities
    where is_primary_care
    union all
    select *, facility_tier as shown_tier from facilities

),

placed as (

    select *, division_code as place from tiered
    union all
    select *, left(division_code, 4) as place from tiered

)

select
    changes.indicator_id,
    placed.place as division_code,
    placed.shown_tier as facility_tier,
    changes.period_type,
    changes.period_end,
    changes.compared_with,
    {% for side in [
        'later_numerator', 'later_denominator', 'base_numerator', 'base_denominator'
    ] %}
        {{ exact_sum('changes.' ~ side) }} as {{ side }},
        {{ exact_sum('case when changes.is_common then changes.' ~ side ~ ' end') }}
            as common_{{ side }},
    {% endfor %}
    count(case when changes.is_common then 1 end) as facilities_in_both,
    count(case when changes.later_denominator > 0 and not changes.is_common then 1 end)
        as facilities_entered,
    count(case when changes.base_denominator > 0 and not changes.is_common then 1 end)
        as facilities_left,
    {{ exact_sum(
        'case when changes.is_common then changes.base_denominator
        * changes.later_numerator / nullif(changes.later_denominator, 0) end'
    ) }} as base_cases_at_later_ratio,
    {{ exact_sum(
        'case when changes.is_common then changes.later_denominator
        * changes.base_numerator / nullif(changes.base_denominator, 0) end'
    ) }} as later_cases_at_base_ratio
from changes
inner join placed
    on
        changes.facility_code = placed.facility_code
        and changes.part = placed.part
inner join {{ ref('stg_dictionary__indicators') }} as indicators
    on
        changes.indicator_id = indicators.indicator_id
        and (indicators.tiers = 'each' or placed.shown_tier = 'all')
group by
    changes.indicator_id, placed.place, placed.shown_tier, changes.period_type,
    changes.period_end, changes.compared_with
