-- How far an indicator's value lies outside its plausible range, in widths of the range
-- (the dictionary's); within it the statistic is zero. Where events are few the near
-- confidence limit stands for the value: one death may be chance.
with

cells as (

    select * from {{ ref('int_indicator_values_divided') }}
    union all
    select * from {{ ref('int_indicator_quotients_divided') }}

),

found as (

    select
        cells.indicator_id,
        cells.division_code,
        cells.period_type,
        cells.period_end,
        cells.value,
        coalesce(intervals.lower_998, cells.value) as lower_limit,
        coalesce(intervals.upper_998, cells.value) as upper_limit
    from cells
    left join {{ ref('int_indicator_intervals_computed') }} as intervals
        on {{ same_cell('cells', 'intervals') }}
    where
        cells.geography = 'then'
        and cells.facility_tier = 'all'
        and cells.period_type in ('month', 'year')
        and cells.value is not null

),

-- a year stands here only where no month does: its months are judged already
ranked as (

    select
        *,
        max(case when period_type = 'month' then 1 else 0 end)
            over (partition by indicator_id) as has_months
    from found

),

indicators as (

    select * from {{ ref('stg_dictionary__indicators') }}

),

controls as (

    select check_id from {{ ref('stg_checks__controls') }}
    where statistic_kind = 'range'

)

select
    controls.check_id,
    ranked.division_code,
    'none' as facility_code,
    ranked.indicator_id as part,
    cast(date_trunc('month', ranked.period_end) as date) as month,
    ranked.value as observed,
    case
        when ranked.value < indicators.plausible_low then indicators.plausible_low
        when ranked.value > indicators.plausible_high then indicators.plausible_high
    end as expected,
    round(
        greatest(
            indicators.plausible_low - ranked.upper_limit,
            ranked.lower_limit - indicators.plausible_high,
            0
        )
        / greatest(indicators.plausible_high - indicators.plausible_low, 1e-9),
        6
    ) as statistic
from ranked
inner join indicators
    on ranked.indicator_id = indicators.indicator_id
cross join controls
where ranked.period_type = 'month' or ranked.has_months = 0
