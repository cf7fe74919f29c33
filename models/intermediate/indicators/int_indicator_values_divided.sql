-- Only here anything is divided. No value is without a reason.
with

cells as (

    select * from {{ ref('int_indicator_cells_listed') }}

),

indicators as (

    select * from {{ ref('stg_dictionary__indicators') }}

),

reasoned as (

    select
        cells.*,
        indicators.plus,
        indicators.factor * case indicators.scaled_by
            when 'days' then cells.days_reported
            when 'per_day' then 1.0 / nullif(cells.days_reported, 0)
            when 'year' then 365.0 / nullif(cells.days_reported, 0)
            else 1
        end as factor,
        case
            when cells.facilities_expected > 0 and cells.facilities_reported = 0
                then 'not_reported'
            when cells.numerator is null then 'term_missing'
            when indicators.kind = 'count' then 'none'
            when cells.denominator is null then 'denominator_missing'
            when cells.denominator = 0 then 'denominator_zero'
            else 'none'
        end as null_reason,
        case when indicators.kind = 'count' then 1 else cells.denominator end as divisor
    from cells
    inner join indicators
        on cells.indicator_id = indicators.indicator_id

)

select
    indicator_id,
    geography,
    division_level,
    division_code,
    facility_tier,
    period_type,
    period_end,
    numerator,
    denominator,
    case
        when null_reason = 'none'
            then (numerator / nullif(divisor, 0) + plus) * factor
    end as value,
    factor,
    null_reason,
    months_reported,
    counties_reported,
    facilities_expected,
    facilities_reported,
    facilities_on_time
from reasoned
