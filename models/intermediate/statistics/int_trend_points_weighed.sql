-- Each point with its number in time and its weight in a trend: shares weigh by their
-- cases, other values by their own intervals; what has no interval has no weight.
with

points as (

    select
        found.indicator_id,
        found.geography,
        found.division_code,
        found.facility_tier,
        found.period_type,
        found.period_end,
        found.value,
        case found.period_type
            when 'month' then year(found.period_end) * 12 + month(found.period_end)
            when 'quarter' then year(found.period_end) * 4 + quarter(found.period_end)
            else year(found.period_end)
        end as period_number,
        indicators.factor as whole,
        indicators.plus = 0 and (
            indicators.interval_method = 'wilson'
            or (indicators.unit = '%' and indicators.plausible_high <= 100)
        ) as is_share,
        found.denominator / nullif(found.dispersion, 0) as cases,
        (found.upper_95 - found.lower_95) / (2 * 1.959963984540054) as standard_error
    from {{ ref('fct_indicator_values') }} as found
    inner join {{ ref('stg_dictionary__indicators') }} as indicators
        on found.indicator_id = indicators.indicator_id
    where
        found.period_type in ('month', 'quarter', 'year')
        and found.null_reason = 'none'

)

select
    indicator_id,
    geography,
    division_code,
    facility_tier,
    period_type,
    period_end,
    period_number,
    value,
    case when is_share then whole end as whole,
    case
        when standard_error is null then null
        when is_share then cases
        else 1 / nullif(standard_error * standard_error, 0)
    end as weight
from points
