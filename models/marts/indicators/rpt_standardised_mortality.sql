with

counties as (

    select
        *,
        cast(deaths as double) as events,
        deaths >= 10 as is_directly_shown
    from {{ ref('int_stay_deaths_standardised') }}
    where expected_deaths > 0

),

limited as (

    select
        {% for confidence, z in [
            ('95', 1.959963984540054), ('998', 3.090232306167813)
        ] %}
            {% for side in ['lower', 'upper'] %}
                case
                    when counties.is_directly_shown then 10000 * ({{ dobson_limit(
                        'counties.standardised_ratio', 'counties.standardised_variance',
                        'counties.events',
                        byar_lower('counties.events', z) if side == 'lower'
                        else byar_upper('counties.events', z)
                    ) }})
                end as standardised_{{ side }}_{{ confidence }},
                coalesce(
                    exact_limits.{{ side }}_{{ confidence }},
                    {{ byar_lower('counties.events', z) if side == 'lower'
                        else byar_upper('counties.events', z) }}
                ) / nullif(counties.expected_deaths, 0)
                    as mortality_ratio_{{ side }}_{{ confidence }},
            {% endfor %}
        {% endfor %}
        counties.*
    from counties
    left join {{ ref('exact_limits') }} as exact_limits
        on counties.deaths = exact_limits.events

)

select
    division_code,
    cast(year as int) as year,
    cast(stays as bigint) as stays,
    cast(deaths as bigint) as deaths,
    10000 * events / nullif(stays, 0) as deaths_per_10000,
    case when is_directly_shown then 10000 * standardised_ratio end
        as standardised_per_10000,
    standardised_lower_95,
    standardised_upper_95,
    standardised_lower_998,
    standardised_upper_998,
    case when is_directly_shown then 'none' else 'fewer_than_10_deaths' end
        as null_reason,
    expected_deaths,
    10000 * standard_ratio as prefecture_per_10000,
    events / nullif(expected_deaths, 0) as mortality_ratio,
    mortality_ratio_lower_95,
    mortality_ratio_upper_95,
    mortality_ratio_lower_998,
    mortality_ratio_upper_998,
    {{ judged_against(
        'mortality_ratio_lower_95', 'mortality_ratio_upper_95', '1', "'down'"
    ) }} as verdict_on_prefecture
from limited
