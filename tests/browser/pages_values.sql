-- The values of some indicators (the variable batch); facts are sorted as
-- `orchestration.tables` sorts them, by indicator first, so that one batch after the other
-- is the order of the whole. Also given: tiers, and
-- both_whole (both readings of the hierarchy in all periods).
create or replace temp view batch as
from given_indicators where list_contains(getvariable('batch'), indicator_id);

create or replace temp table monthly as
with slots as (
    select
        given.indicator_id, given.middle, given.factor, given.plus, given.interval_method,
        places.division_code, places.place, months.month, months.i, tier,
        (hash(given.indicator_id, places.place, months.i, tier) % 1000) / 1000.0 as wind,
        (hash(given.indicator_id, places.place) % 1000) / 1000.0 as habit,
        (hash(places.place, tier) % 1000) / 1000.0 as bulk
    from batch as given
    cross join places cross join months
    cross join (select unnest(getvariable('tiers')) as tier) as tiers
    where
        given.kind not in ('missing', 'growth')
        and (tier = 'all' or given.tiers = 'each')
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

create or replace temp table sums as
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

create or replace temp table values_now as
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
    interval_method, 2.0::double as dispersion,
    reported as facilities_reported, expected as facilities_expected,
    (reported * 0.93)::bigint as facilities_on_time,
    (case division_level when 'county' then 1 else (select count(*) from places) end)::bigint as counties_reported,
    months as months_reported, months as months_expected,
    period_end > (select last_day(max(month)) - interval 2 month from months) as is_provisional,
    case when is_hole then 'not_reported' else 'none' end as null_reason,
    '0123abcd' as data_version
from valued cross join (select unnest(['then', 'now']) as geography) as g
-- the other reading for the two types of period that tests choose: half the time
where
    geography = 'then' or getvariable('both_whole') or period_type in ('month', 'year');

create table if not exists indicators.fct_indicator_values as from values_now limit 0;

insert into indicators.fct_indicator_values from values_now
order by indicator_id, facility_tier, geography, period_type, period_end, division_code
