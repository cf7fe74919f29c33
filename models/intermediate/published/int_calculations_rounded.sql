-- How far the rounding of the printed parts can move a result: to first order the
-- sum over the parts of |d result / d part| × half of the part's last digit. A part
-- that stands in both sides, as the base of a growth rate, is counted once.

with

terms as (

    select * from {{ ref('int_calculation_terms_valued') }}

),

summed as (

    select * from {{ ref('int_calculations_summed') }}

),

slopes as (

    select
        statistic_id,
        reading,
        side,
        quantity as part,
        weight * times_value as slope,
        quantity_half_digit as half_digit
    from terms

    union all

    select
        statistic_id,
        reading,
        side,
        times as part,
        weight * quantity_value as slope,
        times_half_digit as half_digit
    from terms
    where times <> 'none'

),

parts as (

    select
        statistic_id,
        reading,
        part,
        {{ exact_sum("case when side = 'numerator' then slope else 0.0 end") }}
            as numerator_slope,
        {{ exact_sum("case when side = 'denominator' then slope else 0.0 end") }}
            as denominator_slope,
        max(half_digit) as half_digit
    from slopes
    group by statistic_id, reading, part

),

moved as (

    select
        parts.statistic_id,
        parts.reading,
        parts.half_digit
        * abs(
            parts.numerator_slope
            - summed.numerator
            / nullif(summed.denominator, 0)
            * parts.denominator_slope
        )
        / nullif(abs(summed.denominator), 0) as spread
    from parts
    inner join summed
        on
            parts.statistic_id = summed.statistic_id
            and parts.reading = summed.reading

)

select
    statistic_id,
    reading,
    {{ exact_sum('spread') }} as base_spread
from moved
group by statistic_id, reading
