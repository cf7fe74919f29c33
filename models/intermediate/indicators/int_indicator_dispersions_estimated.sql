-- How much more the months differ than independent events would: the factor by which
-- limits are widened where one person makes many visits. It holds season and trend
-- too, so the limits are rather too wide than too narrow. The newest 24 months.
with

months as (

    select
        found.*,
        indicators.unit = '%' and indicators.plausible_high <= 100 as is_share,
        row_number() over (
            partition by
                found.indicator_id, found.geography, found.division_code,
                found.facility_tier
            order by found.period_end desc nulls last
        ) as newest
    from {{ ref('int_indicator_values_divided') }} as found
    inner join {{ ref('stg_dictionary__indicators') }} as indicators
        on found.indicator_id = indicators.indicator_id
    where
        indicators.interval_method = 'overdispersed'
        and found.period_type = 'month'
        and found.null_reason = 'none'
        and coalesce(found.denominator, 1) > 0

),

pooled as (

    select
        indicator_id,
        geography,
        division_code,
        facility_tier,
        {{ exact_sum('numerator') }}
        / nullif({{ exact_sum('coalesce(denominator, 1)') }}, 0) as mean_ratio
    from months
    where newest <= 24
    group by indicator_id, geography, division_code, facility_tier

),

squares as (

    select
        months.indicator_id,
        months.geography,
        months.division_code,
        months.facility_tier,
        power(
            months.numerator - pooled.mean_ratio * coalesce(months.denominator, 1), 2
        )
        / nullif(
            coalesce(months.denominator, 1) * pooled.mean_ratio
            * case
                when months.is_share then greatest(1 - pooled.mean_ratio, 0) else 1
            end,
            0
        ) as chi_square
    from months
    inner join pooled
        on
            months.indicator_id = pooled.indicator_id
            and months.geography = pooled.geography
            and months.division_code = pooled.division_code
            and months.facility_tier = pooled.facility_tier
    where months.newest <= 24

),

summed as (

    select
        indicator_id,
        geography,
        division_code,
        facility_tier,
        count(chi_square) as months,
        {{ exact_sum('round(chi_square, 9)') }} as chi_square
    from squares
    group by indicator_id, geography, division_code, facility_tier

)

select
    indicator_id,
    geography,
    division_code,
    facility_tier,
    case when months >= 6 then greatest(1.0, chi_square / (months - 1)) end
        as dispersion
from summed
