-- How far each cell with a target is from it, whether its interval settles that, and in
-- how many months it would get there at the pace of its last twelve rolling values.
with

gaps as (

    select
        found.*,
        targets.target_id,
        targets.target_scope,
        targets.target_value,
        targets.due_on,
        paces.pace,
        paces.pace_lower_95,
        paces.pace_upper_95,
        targets.target_value - found.value as gap_to_target,
        case targets.comparison when 'at_most' then 'down' else 'up' end
            as target_direction,
        case targets.comparison
            when 'at_most' then found.value <= targets.target_value
            else found.value >= targets.target_value
        end as is_target_met,
        -- what is counted in full is itself its interval
        case found.interval_method when 'none' then found.value else found.lower_95 end
            as lower_limit,
        case found.interval_method when 'none' then found.value else found.upper_95 end
            as upper_limit
    from {{ ref('fct_indicator_values') }} as found
    inner join {{ ref('int_targets_matched') }} as targets
        on {{ same_cell('found', 'targets', ['geography', 'period_type']) }}
    left join {{ ref('int_paces_estimated') }} as paces
        on {{ same_cell('found', 'paces', ['period_type']) }}
    where found.null_reason = 'none'

),

reasoned as (

    select
        *,
        {{ judged_against(
            'lower_limit', 'upper_limit', 'target_value', 'target_direction'
        ) }} as verdict_on_target,
        case
            when is_target_met then 'met'
            when pace is null then 'pace_unknown'
            when pace = 0 then 'standing_still'
            when pace * gap_to_target < 0 then 'moving_away'
            else 'none'
        end as months_null_reason
    from gaps

)

select
    indicator_id,
    division_code,
    facility_tier,
    geography,
    period_type,
    period_end,
    target_id,
    target_scope,
    target_value,
    due_on,
    gap_to_target,
    is_target_met,
    verdict_on_target,
    pace,
    pace_lower_95,
    pace_upper_95,
    pace_lower_95 > 0 or pace_upper_95 < 0 as is_pace_certain,
    case
        when months_null_reason = 'none' then ceil(gap_to_target / nullif(pace, 0))
    end as months_to_target,
    months_null_reason
from reasoned
