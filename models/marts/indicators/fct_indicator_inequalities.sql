{%- set z = 1.959963984540054 %}
with

lines as (

    select * from {{ ref('int_inequality_lines_fitted') }}

),

-- back from the scale of the line to the indicator's own unit
unscaled as (

    select
        {% for end in ['start', 'end'] %}
            case scale
                when 'linear' then {{ end }}_scaled
                when 'log' then exp({{ end }}_scaled)
                else whole / (1 + exp(-{{ end }}_scaled))
            end as value_at_{{ end }},
        {% endfor %}
        *
    from lines

),

-- how fast the value moves with the scaled one, at both ends
sloped as (

    select
        *,
        {% for end in ['start', 'end'] %}
            case scale
                when 'linear' then 1
                when 'log' then value_at_{{ end }}
                else value_at_{{ end }} * (1 - value_at_{{ end }} / nullif(whole, 0))
            end as change_at_{{ end }},
        {% endfor %}
        value_at_start > 0 and value_at_end > 0 as is_ratio_defined
    from unscaled

),

indexed as (

    select
        *,
        value_at_end - value_at_start as slope_index,
        case when is_ratio_defined then value_at_end / nullif(value_at_start, 0) end
            as relative_index,
        change_at_end / nullif(value_at_end, 0) as log_change_at_end,
        change_at_start / nullif(value_at_start, 0) as log_change_at_start
    from sloped

),

-- the error of a difference of two ends that vary together
bounded as (

    select
        {% for error, change in [
            ('slope_error', 'change'), ('log_relative_error', 'log_change')
        ] %}
            sqrt(abs(
                power({{ change }}_at_end, 2) * end_variance
                + power({{ change }}_at_start, 2) * start_variance
                - 2 * {{ change }}_at_end * {{ change }}_at_start * covariance
            )) as {{ error }},
        {% endfor %}
        *
    from indexed

)

select
    indicator_id,
    covariate_id,
    higher_code as division_code,
    geography,
    period_type,
    period_end,
    scale,
    counties,
    value_at_start as value_worst_off,
    value_at_end as value_best_off,
    slope_index,
    slope_index - {{ z }} * slope_error as slope_index_lower_95,
    slope_index + {{ z }} * slope_error as slope_index_upper_95,
    relative_index,
    relative_index * exp(-{{ z }} * log_relative_error) as relative_index_lower_95,
    relative_index * exp({{ z }} * log_relative_error) as relative_index_upper_95
from bounded
