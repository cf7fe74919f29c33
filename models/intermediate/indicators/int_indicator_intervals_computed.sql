-- Limits of every value, as its indicator asks: Wilson for shares, Byar for counts and
-- rates (exact below ten events), both widened where events are not independent.
with

cells as (

    select
        found.indicator_id,
        found.geography,
        found.division_code,
        found.facility_tier,
        found.period_type,
        found.period_end,
        indicators.interval_method,
        indicators.interval_method = 'wilson'
        or (indicators.unit = '%' and indicators.plausible_high <= 100) as is_share,
        found.factor,
        coalesce(found.denominator, 1) as base,
        case
            when indicators.interval_method = 'overdispersed'
                then dispersions.dispersion
            else 1.0
        end as dispersion,
        found.numerator
    from {{ ref('int_indicator_values_divided') }} as found
    inner join {{ ref('stg_dictionary__indicators') }} as indicators
        on found.indicator_id = indicators.indicator_id
    left join {{ ref('int_indicator_dispersions_estimated') }} as dispersions
        on
            found.indicator_id = dispersions.indicator_id
            and found.geography = dispersions.geography
            and found.division_code = dispersions.division_code
            and found.facility_tier = dispersions.facility_tier
    where
        found.null_reason = 'none'
        and indicators.interval_method <> 'none'
        and indicators.plus = 0
        and found.numerator >= 0

),

effective as (

    select
        *,
        numerator / dispersion as x,
        base / dispersion as n,
        factor * dispersion / base as per
    from cells
    where dispersion is not null and base > 0

),

limits as (

    select
        effective.*,
        {{ wilson_limit('x', 'n', 1.959963984540054, '-') }} as share_low_95,
        {{ wilson_limit('x', 'n', 1.959963984540054, '+') }} as share_high_95,
        {{ wilson_limit('x', 'n', 3.090232306167813, '-') }} as share_low_998,
        {{ wilson_limit('x', 'n', 3.090232306167813, '+') }} as share_high_998,
        coalesce(exact.lower_95, {{ byar_lower('x', 1.959963984540054) }}) as low_95,
        coalesce(exact.upper_95, {{ byar_upper('x', 1.959963984540054) }}) as high_95,
        coalesce(exact.lower_998, {{ byar_lower('x', 3.090232306167813) }}) as low_998,
        coalesce(exact.upper_998, {{ byar_upper('x', 3.090232306167813) }}) as high_998
    from effective
    left join {{ ref('exact_limits') }} as exact
        on effective.x = exact.events and effective.dispersion = 1

)

select
    indicator_id,
    geography,
    division_code,
    facility_tier,
    period_type,
    period_end,
    dispersion,
    case when is_share then factor * share_low_95 else per * low_95 end as lower_95,
    case when is_share then factor * share_high_95 else per * high_95 end as upper_95,
    case when is_share then factor * share_low_998 else per * low_998 end as lower_998,
    case when is_share then factor * share_high_998 else per * high_998 end as upper_998
from limits
