-- Values of counties as they are, and on the scale on which a straight line fits better
-- near 0 and 100: the log odds of shares, the log of what has no upper bound.
{%- set z = 1.959963984540054 %}
with

points as (

    select * from {{ ref('int_inequality_points_ranked') }}

),

linear as (

    select
        *,
        'linear' as scale,
        value as scaled,
        (upper_95 - lower_95) / (2 * {{ z }}) as standard_error
    from points

),

logarithmic as (

    select
        *,
        'log' as scale,
        ln(value) as scaled,
        case when lower_95 > 0 then (ln(upper_95) - ln(lower_95)) / (2 * {{ z }}) end
            as standard_error
    from points
    where whole is null and value > 0

),

odds as (

    select
        *,
        'logit' as scale,
        ln(value / nullif(whole - value, 0)) as scaled,
        case
            when lower_95 > 0 and upper_95 < whole
                then (
                    ln(upper_95 / nullif(whole - upper_95, 0))
                    - ln(lower_95 / nullif(whole - lower_95, 0))
                ) / (2 * {{ z }})
        end as standard_error
    from points
    where whole is not null and value > 0 and value < whole

),

scaled as (

    select * from linear
    union all
    select * from logarithmic
    union all
    select * from odds

),

-- a county that a scale cannot hold (0 or 100 %) takes its whole row off that scale
counted as (

    select
        *,
        count(*) over (
            partition by
                indicator_id, covariate_id, higher_code, geography, period_type,
                period_end, scale
        ) as counties,
        sum(weight) over (
            partition by
                indicator_id, covariate_id, higher_code, geography, period_type,
                period_end, scale
        ) as weight_held
    from scaled

)

select * from counted
where counties >= 5 and weight_held > 0.999999
