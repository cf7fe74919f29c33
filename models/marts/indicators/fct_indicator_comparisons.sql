with

found as (

    select
        *,
        -- what is counted in full is itself its interval
        case interval_method when 'none' then value else lower_95 end as lower_limit,
        case interval_method when 'none' then value else upper_95 end as upper_limit
    from {{ ref('fct_indicator_values') }}
    where null_reason = 'none'

)

select
    found.indicator_id,
    found.division_code,
    found.division_level,
    found.facility_tier,
    found.geography,
    found.period_type,
    found.period_start,
    found.period_end,
    found.value,
    found.lower_95,
    found.upper_95,
    indicators.direction,
    ranked.peers,
    ranked.peer_rank,
    ranked.peers_tied,
    ranked.decile,
    ranked.higher_code,
    higher.value as higher_value,
    {{ judged_against(
        'found.lower_limit', 'found.upper_limit', 'higher.value',
        'indicators.direction'
    ) }} as verdict_on_higher,
    case found.interval_method when 'none' then 'value' else 'interval' end
        as judged_by,
    funnels.funnel_lower_95,
    funnels.funnel_upper_95,
    funnels.funnel_lower_998,
    funnels.funnel_upper_998,
    coalesce(funnels.funnel_position, 'not_computed') as funnel_position,
    gaps.target_id,
    gaps.target_scope,
    gaps.target_value,
    gaps.due_on as target_due_on,
    gaps.gap_to_target,
    gaps.is_target_met,
    coalesce(gaps.verdict_on_target, 'no_target') as verdict_on_target,
    gaps.pace,
    gaps.pace_lower_95,
    gaps.pace_upper_95,
    gaps.is_pace_certain,
    gaps.months_to_target,
    coalesce(gaps.months_null_reason, 'no_target') as months_null_reason,
    found.is_provisional,
    found.data_version
from found
inner join {{ ref('stg_dictionary__indicators') }} as indicators
    on found.indicator_id = indicators.indicator_id
left join {{ ref('int_peers_ranked') }} as ranked
    on {{ same_cell('found', 'ranked') }}
left join found as higher
    on
        {{ same_cell('found', 'higher', ['division_code']) }}
        and ranked.higher_code = higher.division_code
left join {{ ref('int_funnels_computed') }} as funnels
    on {{ same_cell('found', 'funnels') }}
left join {{ ref('int_target_gaps_measured') }} as gaps
    on {{ same_cell('found', 'gaps') }}
