-- What is concluded from the values of a batch: growth, trends, comparisons, causes.
create or replace temp table growth_now as
select
    later.indicator_id, later.division_code, later.division_level,
    later.facility_tier, later.geography, later.period_type, later.period_start,
    later.period_end, earlier.period_start as base_period_start,
    earlier.period_end as base_period_end, later.value, earlier.value as base_value,
    later.value - earlier.value as difference,
    100 * (later.value / earlier.value - 1) as growth_pct,
    later.null_reason, 'matched' as matching, later.value as matched_value,
    earlier.value as matched_base_value, later.value - earlier.value as matched_difference,
    98 * (later.value / earlier.value - 1) as matched_growth_pct,
    0.0::double as opening_part_points,
    2 * (later.value / earlier.value - 1) as reporting_part_points,
    0.02::double as reporting_part_ratio, later.is_provisional, later.data_version
from values_now as later
inner join values_now as earlier
    using (indicator_id, division_code, facility_tier, geography, period_type)
where earlier.period_end = last_day((later.period_end - interval 12 month)::date);

create table if not exists indicators.fct_indicator_growth as from growth_now limit 0;

insert into indicators.fct_indicator_growth from growth_now
order by indicator_id, facility_tier, geography, period_type, period_end, division_code;

create or replace temp table trends_now as
with moved as (
    select
        *, abs(value - lag(value) over series) as moving_range,
        count(*) over series as points
    from values_now
    where period_type in ('month', 'quarter', 'year') and value is not null
    window series as (
        partition by indicator_id, division_code, facility_tier, geography, period_type
        order by period_end
    )
),
centred as (
    select *, avg(value) over parts as centre, avg(moving_range) over parts as mean_range
    from moved
    window parts as (
        partition by indicator_id, division_code, facility_tier, geography, period_type
    )
)
select
    indicator_id, centred.division_code, centred.division_level, centred.facility_tier,
    geography, period_type, period_start, period_end, value, 1::bigint as rebase_group,
    points, centre,
    centre - 2.66 * mean_range as lower_limit, centre + 2.66 * mean_range as upper_limit,
    moving_range, mean_range as mean_moving_range,
    case when value > centre + 2.66 * mean_range then 'above_limit'
        when value < centre - 2.66 * mean_range then 'below_limit'
        when value > centre + 2 * mean_range then 'seven_high' else 'none' end as signal,
    case when abs(value - centre) <= 2 * mean_range then 'none'
        when dims.direction = 'monitor'
            then case when value > centre then 'higher' else 'lower' end
        when (value > centre) = (dims.direction = 'up') then 'better' else 'worse' end
        as signal_meaning,
    'varying' as movement, targets.target_id, targets.target_value,
    case when targets.target_value is null then 'none' else 'met_by_chance' end as assurance,
    case hash(indicator_id, centred.division_code) % 3 when 0 then 'increasing'
        when 1 then 'decreasing' else 'no_significant_change' end as trend,
    case when hash(indicator_id, centred.division_code) % 3 = 2 then 'none'
        when dims.direction = 'monitor' then 'higher'
        when (hash(indicator_id, centred.division_code) % 3 = 0) = (dims.direction = 'up')
            then 'better' else 'worse' end as trend_meaning,
    'significant' as trend_reason, 9.9::double as trend_chi_square,
    0.1::double as trend_slope, centred.data_version
from centred
inner join indicators.dim_indicators as dims using (indicator_id)
left join indicators.dim_targets as targets using (indicator_id);

create table if not exists indicators.fct_indicator_trends as from trends_now limit 0;

insert into indicators.fct_indicator_trends from trends_now
order by indicator_id, facility_tier, geography, period_type, period_end, division_code;

create or replace temp table comparisons_now as
with found as (
    select
        values_.*, dims.direction,
        left(values_.division_code, length(values_.division_code) - 2) as higher_code
    from values_now as values_
    inner join indicators.dim_indicators as dims using (indicator_id)
    where values_.null_reason = 'none'
),
ranked as (
    select
        *, count(*) over peers as peers,
        rank() over (
            peers order by case direction when 'down' then value else -value end
        ) as peer_rank
    from found
    window peers as (
        partition by indicator_id, division_level, facility_tier, geography,
        period_type, period_end
    )
)
select
    ranked.indicator_id, ranked.division_code, ranked.division_level,
    ranked.facility_tier, ranked.geography, ranked.period_type, ranked.period_start,
    ranked.period_end, ranked.value, ranked.lower_95, ranked.upper_95, ranked.direction,
    ranked.peers, ranked.peer_rank, 0::bigint as peers_tied,
    case when ranked.peers >= 10
        then floor(10.0 * (ranked.peer_rank - 1) / ranked.peers)::int + 1 end as decile,
    ranked.higher_code, higher.value as higher_value,
    case when ranked.lower_95 is null or higher.value is null then 'not_compared'
        when ranked.lower_95 <= higher.value and ranked.upper_95 >= higher.value
            then 'similar'
        when ranked.direction = 'monitor'
            then case when ranked.value > higher.value then 'higher' else 'lower' end
        when (ranked.value > higher.value) = (ranked.direction = 'up') then 'better'
        else 'worse' end as verdict_on_higher,
    'interval' as judged_by,
    higher.value - 3 * (ranked.value - ranked.lower_95) as funnel_lower_95,
    higher.value + 3 * (ranked.value - ranked.lower_95) as funnel_upper_95,
    higher.value - 5 * (ranked.value - ranked.lower_95) as funnel_lower_998,
    higher.value + 5 * (ranked.value - ranked.lower_95) as funnel_upper_998,
    case when higher.value is null or ranked.lower_95 is null then 'not_computed'
        when ranked.value > funnel_upper_998 then 'high_998'
        when ranked.value < funnel_lower_998 then 'low_998'
        when ranked.value > funnel_upper_95 then 'high_95'
        when ranked.value < funnel_lower_95 then 'low_95'
        else 'inside' end as funnel_position,
    targets.target_id,
    case when targets.target_id is null then 'none' else 'division' end as target_scope,
    targets.target_value,
    targets.due_on as target_due_on,
    targets.target_value - ranked.value as gap_to_target,
    case targets.comparison when 'at_least' then ranked.value >= targets.target_value
        when 'at_most' then ranked.value <= targets.target_value end as is_target_met,
    case when targets.target_id is null then 'no_target' else 'worse' end
        as verdict_on_target,
    0.1::double as pace, 0.0::double as pace_lower_95, 0.2::double as pace_upper_95,
    true as is_pace_certain,
    case when hash(ranked.indicator_id, ranked.division_code) % 2 = 0 then 7.0::double end
        as months_to_target,
    case when targets.target_id is null then 'no_target' else 'none' end
        as months_null_reason,
    ranked.is_provisional, ranked.data_version
from ranked
left join found as higher
    on ranked.indicator_id = higher.indicator_id
    and ranked.higher_code = higher.division_code
    and ranked.facility_tier = higher.facility_tier
    and ranked.geography = higher.geography
    and ranked.period_type = higher.period_type
    and ranked.period_end = higher.period_end
left join indicators.dim_targets as targets
    on ranked.indicator_id = targets.indicator_id;

create table if not exists indicators.fct_indicator_comparisons as from comparisons_now limit 0;

insert into indicators.fct_indicator_comparisons from comparisons_now
order by indicator_id, facility_tier, geography, period_type, period_end, division_code;

create or replace temp table decompositions_now as
select
    indicator_id, division_code, division_level, facility_tier, period_type, period_end,
    'year_before' as compared_with, base_period_end, 'value' as quantity, base_value,
    value as later_value, difference as change, 0.0::double as volume_part,
    0.7 * difference as within_part, 0.25 * difference as mix_part,
    0.05 * difference as entry_part, 0.0::double as exit_part, 0.0::double as calendar_part,
    100::bigint as facilities_in_both, 2::bigint as facilities_entered,
    1::bigint as facilities_left, 0.0::double as other_part
from growth_now
where geography = 'now' and difference is not null;

create table if not exists indicators.fct_indicator_decompositions as from decompositions_now limit 0;

insert into indicators.fct_indicator_decompositions from decompositions_now
order by indicator_id, facility_tier, period_type, period_end, division_code
