-- The marts of a made-up prefecture; given: given_indicators, given_divisions.
create table reference.dim_divisions as
select
    *, 'none' as successor_code, date '1900-01-01' as valid_from,
    date '9999-12-31' as valid_to, true as is_synthetic, 'I' as status
from given_divisions;

create table indicators.dim_indicators as
select * exclude (middle) from given_indicators order by all;

create temp table places as
select division_code, row_number() over (order by division_code) as place
from given_divisions where level = 'county';

create temp table months as
select
    (date '2022-01-01' + to_months(i::integer))::date as month, i
from range(getvariable('months')) as t (i);

create temp table monthly as
with slots as (
    select
        given.indicator_id, given.middle, given.factor, given.plus, given.interval_method,
        places.division_code, places.place, months.month, months.i, tier,
        (hash(given.indicator_id, places.place, months.i, tier) % 1000) / 1000.0 as wind,
        (hash(given.indicator_id, places.place) % 1000) / 1000.0 as habit,
        (hash(places.place, tier) % 1000) / 1000.0 as bulk
    from given_indicators as given
    cross join places cross join months
    cross join (select unnest(['all', 'primary', 'county_hospital', 'township', 'village']) as tier) as tiers
    where
        given.kind not in ('missing', 'growth')
        and (tier = 'all' or (given.tiers = 'each' and getvariable('tiers')))
)
select
    indicator_id, division_code, tier as facility_tier, month, factor, plus,
    interval_method,
    round(2000 + 30000 * bulk * (1 + 0.002 * i)) as denominator,
    round(
        (2000 + 30000 * bulk * (1 + 0.002 * i))
        * (middle / factor - plus)
        * (0.8 + 0.35 * habit + 0.06 * wind + 0.0025 * i
           + 0.03 * sin(i * 3.14159 / 6 + habit * 6))
    ) as numerator,
    case when wind < 0.03 then 8 else 10 end as reported
from slots;

create temp table periods as
select 'month' as period_type, month as period_start, last_day(month) as period_end, month from months
union all
select 'quarter', date_trunc('quarter', month)::date,
    (date_trunc('quarter', month) + interval 3 month - interval 1 day)::date, month
from months
union all
select 'ytd', date_trunc('year', ends.month)::date, last_day(ends.month), months.month
from months as ends inner join months
    on year(months.month) = year(ends.month) and months.month <= ends.month
union all
select 'year', date_trunc('year', month)::date, make_date(year(month), 12, 31), month from months
union all
select 'rolling_12', (ends.month - interval 11 month)::date, last_day(ends.month), months.month
from months as ends inner join months
    on months.month between ends.month - interval 11 month and ends.month;

create temp table sums as
select
    monthly.indicator_id,
    case when grouping(monthly.division_code) = 1 then '8901' else monthly.division_code end as division_code,
    case when grouping(monthly.division_code) = 1 then 'prefecture' else 'county' end as division_level,
    monthly.facility_tier, periods.period_type, periods.period_start, periods.period_end,
    any_value(factor) as factor, any_value(plus) as plus,
    any_value(interval_method) as interval_method,
    sum(numerator) as numerator, sum(denominator) as denominator,
    sum(reported)::bigint as reported, 10 * count(*)::bigint as expected,
    count(distinct monthly.month)::bigint as months
from monthly inner join periods on monthly.month = periods.month
group by grouping sets (
    (monthly.indicator_id, monthly.division_code, monthly.facility_tier, periods.period_type, periods.period_start, periods.period_end),
    (monthly.indicator_id, monthly.facility_tier, periods.period_type, periods.period_start, periods.period_end)
);

create table indicators.fct_indicator_values as
with valued as (
    select
        *,
        (numerator / denominator + plus) * factor as value,
        1.96 * sqrt(greatest(numerator, 1)) * 2 / denominator * factor as half,
        hash(indicator_id, division_code, period_end) % 97 = 0 and period_type = 'month' as is_hole
    from sums
)
select
    indicator_id, division_code, division_level, facility_tier, geography, period_type,
    period_start, period_end,
    case when not is_hole then numerator end as numerator,
    denominator,
    case when not is_hole then value end as value,
    case when not is_hole and interval_method <> 'none' then value - half end as lower_95,
    case when not is_hole and interval_method <> 'none' then value + half end as upper_95,
    case when not is_hole and interval_method <> 'none' then value - 1.58 * half end as lower_998,
    case when not is_hole and interval_method <> 'none' then value + 1.58 * half end as upper_998,
    interval_method, 2.0 as dispersion,
    reported as facilities_reported, expected as facilities_expected,
    (reported * 0.93)::bigint as facilities_on_time,
    (case division_level when 'county' then 1 else (select count(*) from places) end)::bigint as counties_reported,
    months as months_reported, months as months_expected,
    period_end > (select last_day(max(month)) - interval 2 month from months) as is_provisional,
    case when is_hole then 'not_reported' else 'none' end as null_reason,
    '0123abcd' as data_version
from valued cross join (select unnest(['then', 'now']) as geography) as g
-- the other reading for the two types of period that tests choose: half the time
where geography = 'then' or period_type in ('month', 'year')
order by all;

create table indicators.fct_indicator_growth as
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
    2 * (later.value / earlier.value - 1) as reporting_part_points,
    0.02 as reporting_part_ratio, later.is_provisional, later.data_version
from indicators.fct_indicator_values as later
inner join indicators.fct_indicator_values as earlier
    using (indicator_id, division_code, facility_tier, geography, period_type)
where earlier.period_end = last_day((later.period_end - interval 12 month)::date)
order by all;

create table indicators.dim_targets as
select
    indicator_id || '_2025' as target_id, indicator_id, '8901' as division_code,
    'demo' as document_id, 'none' as statistic_id, name_zh, name_en,
    'all' as facility_tier,
    case direction when 'down' then 'at_most' else 'at_least' end as comparison, unit,
    '示范市方案' as document_zh, 'plan of Shifan' as document_en, '第一条' as clause,
    'synthetic' as status, '达到' as words_zh, round(middle * 1.05) as target_value,
    true as is_computable, '2025-12-31' as due_on
from given_indicators where direction <> 'monitor' and kind not in ('missing', 'growth');

create table indicators.fct_indicator_trends as
with moved as (
    select
        *, abs(value - lag(value) over series) as moving_range,
        count(*) over series as points
    from indicators.fct_indicator_values
    where period_type = 'month' and value is not null
    window series as (
        partition by indicator_id, division_code, facility_tier, geography
        order by period_end
    )
),
centred as (
    select *, avg(value) over parts as centre, avg(moving_range) over parts as mean_range
    from moved
    window parts as (partition by indicator_id, division_code, facility_tier, geography)
)
select
    indicator_id, centred.division_code, centred.facility_tier, geography, period_type,
    period_end, value, 1::bigint as rebase_group, points, centre,
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
    'significant' as trend_reason, 9.9 as trend_chi_square, 0.1 as trend_slope
from centred
inner join indicators.dim_indicators as dims using (indicator_id)
left join indicators.dim_targets as targets using (indicator_id)
order by all;

create table indicators.fct_indicator_comparisons as
with found as (
    select
        values_.*, dims.direction,
        left(values_.division_code, length(values_.division_code) - 2) as higher_code
    from indicators.fct_indicator_values as values_
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
    ranked.peers, ranked.peer_rank, 0 as peers_tied,
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
    targets.target_id, targets.target_value,
    targets.due_on::date as target_due_on,
    targets.target_value - ranked.value as gap_to_target,
    case targets.comparison when 'at_least' then ranked.value >= targets.target_value
        when 'at_most' then ranked.value <= targets.target_value end as is_target_met,
    case when targets.target_id is null then 'no_target' else 'worse' end
        as verdict_on_target,
    0.1 as pace, 0.0 as pace_lower_95, 0.2 as pace_upper_95, true as is_pace_certain,
    case when hash(ranked.indicator_id, ranked.division_code) % 2 = 0 then 7.0 end
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
    on ranked.indicator_id = targets.indicator_id
order by all;

create table indicators.fct_indicator_decompositions as
select
    indicator_id, division_code, division_level, facility_tier, period_type, period_end,
    'year_before' as compared_with, base_period_end, 'value' as quantity, base_value,
    value as later_value, difference as change, 0.0 as volume_part,
    0.7 * difference as within_part, 0.25 * difference as mix_part,
    0.05 * difference as entry_part, 0.0 as exit_part, 0.0 as calendar_part,
    100::bigint as facilities_in_both, 2::bigint as facilities_entered,
    1::bigint as facilities_left, 0.0 as other_part
from indicators.fct_indicator_growth
where geography = 'now' and difference is not null
order by all;

create table indicators.dim_indicator_terms as
select
    indicator_id, unnest(['numerator', 'denominator']) as side, 1 as term_number,
    1.0 as weight, unnest(['visits', 'residents']) as measure_id
from given_indicators where kind = 'ratio' order by all;

create table indicators.dim_measures as
select
    unnest(['visits', 'residents']) as measure_id,
    unnest(['facility_monthly', 'resident_population']) as extract_id,
    unnest(['诊疗人次', '常住人口']) as name_zh, unnest(['visits', 'residents']) as name_en,
    unnest(['人次', '人']) as unit, unnest(['facility', 'place']) as grain,
    unnest(['visits', 'residents']) as item, 'all' as facilities,
    unnest(['sum', 'last']) as over_time, 'sum' as over_places,
    unnest(['month', 'year']) as frequency, '3.1' as source, 'S' as status,
    3 as final_after_months, 30 as indicator_count;

create table core.dim_facilities as
select
    division_code || '-' || n as facility_code, division_code,
    name_zh || '第' || n || '卫生院' as name_zh, name_en || ' centre ' || n as name_en,
    'township' as facility_tier
from reference.dim_divisions cross join range(1, 4) as t (n)
where level = 'county' order by all;

create table quality.rpt_reports_against_claims as
select
    facility_code, division_code, month, 100::bigint as reported_visits,
    90::bigint as claimed_visits
from core.dim_facilities cross join months order by all;

create table quality.rpt_landed_files as
select
    md5(extract_id || i) as file_id, extract_id,
    'synthetic_' || extract_id || '_' || strftime(month, '%Y%m') || '.csv' as file_name,
    'csv' as format, 'utf-8' as encoding, 'none' as unknown_headers,
    10000::bigint as file_bytes, 500::bigint as rows_read, 499::bigint as rows_landed,
    0::bigint as rows_rejected, 1::bigint as rows_set_aside,
    (month + interval 35 day)::timestamp as submitted_at,
    (month + interval 36 day)::timestamp as landed_at
from months cross join (
    select unnest(['facility_monthly', 'settlement', 'signing', 'resident_population',
        'insured_population', 'key_population']) as extract_id
) as extracts
order by all;

create table quality.dim_checks as
select 'U01' as check_id, '收入各项相加等于合计' as name_zh,
    'parts of income add to their total' as name_en, 2 as severity,
    'conformance' as category;

create table quality.rpt_flagged_cells as
select
    indicator_id, division_code, period_type, 'fail' as worst_outcome,
    'U01' as checks, 2 as worst_severity, 1::bigint as check_count,
    false as is_withheld, period_end
from indicators.fct_indicator_values
where
    geography = 'then' and facility_tier = 'all' and period_type = 'month'
    and division_code = '890103' and indicator_id = 'county_visit_ratio'
order by all
