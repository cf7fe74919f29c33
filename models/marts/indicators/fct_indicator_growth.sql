with

grown as (

    select
        *,
        value - base_value as difference,
        matched_value - matched_base_value as matched_difference,
        {% for base in ['', 'matched_', 'open_'] %}
            case
                when is_relative
                    then 100 * ({{ base }}value / nullif({{ base }}base_value, 0) - 1)
            end as {{ base }}growth_pct,
        {% endfor %}
        case
            when value is null then 'value_missing'
            when base_value is null then 'base_missing'
            when not is_relative then 'difference_only'
            when base_value = 0 then 'base_zero'
            else 'none'
        end as null_reason
    from {{ ref('int_indicator_years_paired') }}

)

select
    indicator_id, division_code, division_level, facility_tier, geography, period_type,
    period_start, period_end, base_period_start, base_period_end, value, base_value,
    difference, growth_pct, null_reason, matching, matched_value, matched_base_value,
    matched_difference, matched_growth_pct,
    open_growth_pct - matched_growth_pct as opening_part_points,
    growth_pct - open_growth_pct as reporting_part_points,
    (growth_pct - open_growth_pct) / nullif(growth_pct, 0) as reporting_part_ratio,
    is_provisional,
    data_version
from grown
