-- Five periods in a row: a chi-square for trend above 9.5495 (p = 0.002) and a slope
-- whose sign holds when any one of the five is left out.
with

five as (

    select
        *,
        {% for age in range(5) %}
            lag(value, {{ age }}) over series as value_{{ age }},
            lag(weight, {{ age }}) over series as weight_{{ age }},
        {% endfor %}
        count(*) over nearby as points_at_hand,
        count(weight) over nearby as weights_at_hand,
        min(period_number) over series as first_number
    from {{ ref('int_trend_points_weighed') }}
    window
        series as (
            partition by
                indicator_id, geography, division_code, facility_tier, period_type
            order by period_number nulls last
        ),
        nearby as (
            partition by
                indicator_id, geography, division_code, facility_tier, period_type
            order by period_number nulls last
            range between 4 preceding and current row
        )

),

sloped as (

    select
        *,
        {{ slope_over_pairs('above') }} as above,
        {{ slope_over_pairs('below') }} as below,
        {% for left_out in range(5) %}
            sign({{ slope_over_pairs('above', left_out) }}) as sign_{{ left_out }},
        {% endfor %}
        weight_0 + weight_1 + weight_2 + weight_3 + weight_4 as weights,
        (
            weight_0 * value_0 + weight_1 * value_1 + weight_2 * value_2
            + weight_3 * value_3 + weight_4 * value_4
        ) / nullif(weight_0 + weight_1 + weight_2 + weight_3 + weight_4, 0)
            as mean_value
    from five
    where points_at_hand = 5 and weights_at_hand = 5

),

-- the variance of a share follows from the share itself
tested as (

    select
        *,
        above / nullif(below, 0) as slope,
        abs(sign_0 + sign_1 + sign_2 + sign_3 + sign_4) = 5 as is_sign_held,
        above * above / nullif(below * weights, 0)
        / coalesce(nullif(mean_value * (whole - mean_value), 0), 1) as chi_square
    from sloped

)

select
    five.indicator_id,
    five.geography,
    five.division_code,
    five.facility_tier,
    five.period_type,
    five.period_end,
    tested.slope,
    tested.chi_square,
    case
        when tested.chi_square is null then 'cannot_be_calculated'
        when tested.chi_square <= 9.5495 or not tested.is_sign_held
            then 'no_significant_change'
        when tested.slope > 0 then 'increasing'
        else 'decreasing'
    end as trend,
    case
        when five.period_number - five.first_number < 4 then 'too_few_periods'
        when five.points_at_hand < 5 then 'period_missing'
        when tested.chi_square is null then 'interval_missing'
        when tested.chi_square <= 9.5495 then 'not_significant'
        when not tested.is_sign_held then 'one_period_decides'
        else 'significant'
    end as trend_reason
from five
left join tested
    on {{ same_cell('five', 'tested') }}
