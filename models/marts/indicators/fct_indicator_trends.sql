with

points as (

    select * from {{ ref('int_series_points_marked') }}

),

signals as (

    select * from {{ ref('int_series_signals_detected') }}

),

told as (

    select
        points.*,
        markers.slope,
        markers.chi_square,
        markers.trend,
        markers.trend_reason,
        targets.target_value,
        targets.comparison,
        targets.target_id,
        indicators.direction,
        case
            when points.centre is null then 'too_few_points'
            else coalesce(signals.signal, 'none')
        end as signal,
        -- which way the signal and the trend point: up, down or nowhere
        case
            when
                signals.signal in (
                    'above_limit', 'two_of_three_high', 'seven_high', 'seven_rising'
                )
                then 'up'
            when signals.signal <> 'none' then 'down'
        end as signal_way,
        case markers.trend when 'increasing' then 'up' when 'decreasing' then 'down' end
            as trend_way
    from points
    inner join {{ ref('stg_dictionary__indicators') }} as indicators
        on points.indicator_id = indicators.indicator_id
    inner join {{ ref('int_trend_markers_computed') }} as markers
        on {{ same_cell('points', 'markers') }}
    left join signals
        on {{ same_cell('points', 'signals') }}
    left join {{ ref('int_targets_matched') }} as targets
        on {{ same_cell('points', 'targets', ['geography', 'period_type']) }}

)

select
    indicator_id,
    division_code,
    division_level,
    facility_tier,
    geography,
    period_type,
    period_start,
    period_end,
    value,
    cast(rebase_group as bigint) as rebase_group,
    points,
    centre,
    lower_limit,
    upper_limit,
    moving_range,
    mean_range as mean_moving_range,
    signal,
    {{ meaning_of_way('signal_way', 'direction') }} as signal_meaning,
    case
        when centre is null then 'none'
        when mean_range = 0 then 'constant'
        else 'varying'
    end as movement,
    target_id,
    target_value,
    case
        when target_value is null or centre is null then 'none'
        when comparison = 'at_least' and lower_limit >= target_value then 'always_met'
        when comparison = 'at_most' and upper_limit <= target_value then 'always_met'
        when comparison = 'at_least' and upper_limit < target_value then 'never_met'
        when comparison = 'at_most' and lower_limit > target_value then 'never_met'
        else 'met_by_chance'
    end as assurance,
    trend,
    {{ meaning_of_way('trend_way', 'direction') }} as trend_meaning,
    trend_reason,
    chi_square as trend_chi_square,
    slope as trend_slope,
    data_version
from told
