-- The parts of a change beside the two values that the reader sees: factors may hold
-- the days of the period, and money over a count is a price: its money is parted too.
with

parts as (

    select * from {{ ref('int_ratio_changes_parted') }}

),

compared as (

    select * from {{ ref('int_periods_compared') }}

),

found as (

    select * from {{ ref('int_indicator_values_divided') }}
    where geography = 'now' and value is not null

),

prices as (

    select terms.indicator_id
    from {{ ref('stg_dictionary__indicator_terms') }} as terms
    inner join {{ ref('stg_dictionary__measures') }} as measures
        on terms.measure_id = measures.measure_id
    group by terms.indicator_id
    having
        min(case when measures.unit = '元' then terms.side end) = 'numerator'
        and max(case when measures.unit = '元' then terms.side end) = 'numerator'
        and max(case when measures.unit <> '元' then terms.side end) = 'denominator'
        and min(case when measures.unit <> '元' then terms.side end) = 'denominator'

)

select
    parts.*,
    compared.base_period_end,
    later.division_level,
    later.value as later_value,
    earlier.value as base_value,
    (later.factor + earlier.factor) / 2 as mean_factor,
    (parts.mean_ratio + indicators.plus) * (later.factor - earlier.factor)
        as calendar_part,
    (parts.later_denominator + parts.base_denominator) / 2 as mean_cases,
    parts.mean_ratio * (parts.later_denominator - parts.base_denominator)
        as volume_part,
    prices.indicator_id is not null as is_price
from parts
inner join compared
    on
        parts.compared_with = compared.compared_with
        and parts.period_type = compared.period_type
        and parts.period_end = compared.period_end
inner join {{ ref('stg_dictionary__indicators') }} as indicators
    on parts.indicator_id = indicators.indicator_id
inner join found as later
    on {{ same_cell('parts', 'later', ['geography']) }}
inner join found as earlier
    on
        {{ same_cell('parts', 'earlier', ['geography', 'period_end']) }}
        and compared.base_period_end = earlier.period_end
left join prices
    on parts.indicator_id = prices.indicator_id
