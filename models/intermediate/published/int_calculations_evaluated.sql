with

calculations as (

    select * from {{ ref('stg_dictionary__calculations') }}

),

results as (

    select * from {{ ref('int_statistics_converted') }}

),

summed as (

    select * from {{ ref('int_calculations_summed') }}

),

rounded as (

    select * from {{ ref('int_calculations_rounded') }}

),

worded as (

    select * from {{ ref('int_calculations_worded') }}

),

-- in the unit in which the result is printed
evaluated as (

    select
        calculations.*,
        worded.expression_zh,
        worded.expression_en,
        results.stated_value,
        results.qualifier,
        results.decimals,
        summed.numerator,
        summed.denominator,
        (summed.numerator / nullif(summed.denominator, 0) + calculations.plus)
        / results.unit_factor as recomputed_value,
        rounded.base_spread / results.unit_factor as rounding_spread,
        0.5 * power(10, -results.decimals) + 1e-9 as tolerance,
        power(10, results.decimals) as digit
    from calculations
    inner join results
        on calculations.statistic_id = results.statistic_id
    left join summed
        on
            calculations.statistic_id = summed.statistic_id
            and calculations.reading = summed.reading
    left join rounded
        on
            calculations.statistic_id = rounded.statistic_id
            and calculations.reading = rounded.reading
    left join worded
        on
            calculations.statistic_id = worded.statistic_id
            and calculations.reading = worded.reading

)

select
    *,
    recomputed_value - stated_value as difference,
    case
        when recomputed_value is null then 'not_recomputable'
        when abs(recomputed_value - stated_value) <= tolerance then 'agrees'
        when qualifier = 'at_least' and recomputed_value >= stated_value then 'agrees'
        when qualifier = 'at_most' and recomputed_value <= stated_value then 'agrees'
        when
            abs(
                sign(recomputed_value)
                * floor(abs(recomputed_value) * digit + 1e-9)
                / digit
                - stated_value
            )
            < 1e-9
            then 'truncated'
        else 'disagrees'
    end as verdict,
    abs(recomputed_value - stated_value) <= tolerance + rounding_spread
        as is_within_rounding_of_parts
from evaluated
