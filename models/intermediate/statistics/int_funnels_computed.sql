-- Where a division's value would lie by chance alone if it were as the higher division
-- as a whole: around a share by its variance, around a rate as Byar's limits around the
-- expected count. Widened as the intervals are where one person makes many events.
with

cells as (

    select
        found.indicator_id,
        found.division_code,
        found.facility_tier,
        found.geography,
        found.period_type,
        found.period_end,
        found.value,
        found.denominator / nullif(found.dispersion, 0) as cases,
        higher.value as higher_value,
        higher.numerator / nullif(higher.denominator, 0) as higher_ratio,
        indicators.factor as whole,
        indicators.interval_method = 'wilson'
        or (indicators.unit = '%' and indicators.plausible_high <= 100) as is_share
    from {{ ref('fct_indicator_values') }} as found
    inner join {{ ref('fct_indicator_values') }} as higher
        on
            {{ same_cell('found', 'higher', ['division_code']) }}
            and left(found.division_code, length(found.division_code) - 2)
            = higher.division_code
    inner join {{ ref('stg_dictionary__indicators') }} as indicators
        on found.indicator_id = indicators.indicator_id
    where
        found.null_reason = 'none'
        and higher.null_reason = 'none'
        and found.lower_95 is not null
        and found.denominator > 0
        and indicators.plus = 0

),

expected as (

    select
        *,
        higher_ratio * cases as events,
        sqrt(greatest(higher_ratio * (1 - higher_ratio), 0) / cases) as deviation
    from cells

),

limited as (

    select
        *,
        {% for confidence, z in [
            ('95', 1.959963984540054), ('998', 3.090232306167813)
        ] %}
            case
                when is_share
                    then whole * greatest(higher_ratio - {{ z }} * deviation, 0)
                else higher_value * {{ byar_lower('events', z) }} / nullif(events, 0)
            end as funnel_lower_{{ confidence }},
            case
                when is_share
                    then whole * least(higher_ratio + {{ z }} * deviation, 1)
                else higher_value * {{ byar_upper('events', z) }} / nullif(events, 0)
            end as funnel_upper_{{ confidence }},
        {% endfor %}
        deviation is not null as is_limited
    from expected

)

select
    indicator_id,
    division_code,
    facility_tier,
    geography,
    period_type,
    period_end,
    funnel_lower_95,
    funnel_upper_95,
    funnel_lower_998,
    funnel_upper_998,
    case
        when funnel_lower_95 is null then 'not_computed'
        when value > funnel_upper_998 then 'high_998'
        when value < funnel_lower_998 then 'low_998'
        when value > funnel_upper_95 then 'high_95'
        when value < funnel_lower_95 then 'low_95'
        else 'inside'
    end as funnel_position
from limited
