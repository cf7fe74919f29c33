-- Flows, communities and quality of the made-up prefecture; given: items, items_2020.
create temp table counties as
select
    division_code, name_zh, name_en, row_number() over (order by division_code) as place
from dim_divisions where level = 'county';

create temp table months as
select distinct period_start as month from fct_indicator_values
where period_type = 'month' and indicator_id = 'visits' and division_level = 'prefecture';

create or replace table indicators.rpt_patient_flows as
with ends as (
    select unnest([
        {'tier': 'township', 'to': 'own_county', 'share': 40, 'fee': 110},
        {'tier': 'county_hospital', 'to': 'own_county', 'share': 36, 'fee': 900},
        {'tier': 'other', 'to': 'own_county', 'share': 6, 'fee': 300},
        {'tier': 'county_hospital', 'to': 'other_county', 'share': 9, 'fee': 1500},
        {'tier': 'outside', 'to': 'outside_prefecture', 'share': 5, 'fee': 3600}
    ], recursive := true)
)
select
    division_code,
    case "to"
        when 'own_county' then division_code
        when 'other_county' then (
            select min(division_code) from counties as others
            where others.place = counties.place % (select count(*) from counties) + 1
        )
        else '990201'
    end as provider_county_code,
    tier as facility_tier, care_kind, "to" as destination,
    (share * 20 * (0.8 + 0.4 * (hash(division_code, month, tier, care_kind) % 100) / 100)
        * case care_kind when 'visit' then 1 else 0.12 end)::bigint as encounters,
    (encounters * fee * case care_kind when 'visit' then 1 else 9 end)::double as fee_yuan,
    (0.58 * fee_yuan)::double as fund_yuan, month
from counties cross join months cross join ends
cross join (select unnest(['visit', 'stay']) as care_kind) as kinds
order by all;

create or replace table quality.rpt_arrivals as
select
    extract_id, division_code, 'township' as facility_tier, 20::bigint as reports_expected,
    20 - (hash(extract_id, division_code, month) % 23 = 0)::bigint * 3 as reports_arrived,
    reports_arrived - (hash(division_code, month) % 11 = 0)::bigint as reports_on_time, month
from counties cross join months cross join (
    select unnest(['facility_monthly', 'chronic_care', 'procurement']) as extract_id
) as extracts
order by all;

create or replace table quality.rpt_missing_reports as
select
    extract_id, division_code, division_code || 'F' as facility_code,
    name_zh || '第一卫生院' as facility_name, facility_tier,
    hash(division_code) % 2 = 0 as is_reported, month,
    case when is_reported then (month + interval 50 day)::timestamp end as submitted_at
from rpt_arrivals inner join counties using (division_code)
where reports_on_time < reports_expected
order by all;

create or replace table core.rpt_communities as
select
    division_code || '-1' as community_id, name_zh || '医共体' as community_name,
    division_code, name_zh || '人民医院' as lead_name, 8::bigint as members,
    1::bigint as county_hospitals, 7::bigint as townships, 0::bigint as village_rooms,
    date '2022-10-01' as valid_from, date '9999-12-31' as valid_to
from counties where place % 6 <> 0
order by all;

create or replace table core.rpt_community_reviews as
select
    community_id, division_code, edition, 'service' as dimension, '服务' as dimension_zh,
    'service' as dimension_en, item, item as item_zh, replace(item, '_', ' ') as item_en,
    'K' as item_status,
    case edition when '2024' then if(hash(community_id, item) % 5 = 0, 'not_met', 'met')
        else ['A', 'B', 'C'][1 + (hash(community_id, item) % 3)::int] end as grade,
    date '2023-06-01' as month
from rpt_communities cross join (
    select '2024' as edition, unnest(getvariable('items')) as item
    union all
    select '2020', unnest(getvariable('items_2020'))
) as items
order by all;

create or replace table indicators.dim_indicator_editions as
select indicator_id, '2024' as edition, number as edition_number, 'V' as name_status
from (values
    ('unified_resources', '1'), ('democratic_decisions', '2'), ('joined_services', '3'),
    ('primary_care_visit_share', '7'), ('fund_share_inside_county', '8'),
    ('primary_fund_share', '9'), ('county_inpatient_ratio', '11'),
    ('chinese_medicine_visit_share', '12'), ('premature_mortality', '14')
) as listed (indicator_id, number)
where indicator_id in (select indicator_id from dim_indicators)
order by all;

create or replace table indicators.dim_indicators as
select *, if(list_contains(getvariable('items'), indicator_id), indicator_id, 'none') as review_item
from (select columns(c -> c <> 'review_item') from indicators.dim_indicators)
order by all;

create or replace table quality.dim_checks as
select
    'U' || lpad(i::varchar, 2, '0') as check_id, '第' || i || '条规则成立' as name_zh,
    'rule no. ' || i || ' holds' as name_en, 'none' as note_zh, 'none' as note_en,
    'ratio' as kind, 'conformance' as category, 1 + i % 5 as severity, 'cells' as touches
from range(1, 9) as t (i)
order by all;

create or replace table quality.fct_check_cells as
select
    check_id, indicator_id, division_code,
    if(hash(check_id, month) % 3 = 0, 'fail', 'warn') as outcome, severity, 2::bigint as places,
    month
from dim_checks cross join counties cross join months
cross join (select unnest(['visits', 'cost_per_visit', 'bed_use_rate']) as indicator_id) as ids
where hash(check_id, division_code, month, indicator_id) % 29 = 0
order by all;

create or replace table quality.rpt_check_results as
select
    check_id, division_code, division_code || 'F' as facility_code, outcome, severity, month,
    '规则不成立' as says_zh, 'the rule does not hold' as says_en
from fct_check_cells
order by all;

create or replace table quality.rpt_flagged_cells as
select
    indicator_id, division_code, 'month' as period_type, max(outcome) as worst_outcome,
    string_agg(check_id, ' ' order by check_id) as checks, min(severity) as worst_severity,
    count(*)::bigint as check_count, min(severity) = 1 as is_withheld,
    last_day(month) as period_end, any_value(check_id) as check_id
from fct_check_cells
group by indicator_id, division_code, month
order by all;

create or replace table quality.rpt_revisions as
with looked as (select
    number as publication_number, '20250' || number || '01T000000-aaaaaaaa' as publication_id,
    indicator_id, division_code, period_end,
    round(value * (1 + case when hash(period_end) % 3 = 0 then 0.02 / number else 0 end), 2) as value
from fct_indicator_values
cross join (select unnest(range(1, 5)) as number) as publications
where
    period_type = 'month' and geography = 'then' and facility_tier = 'all'
    and indicator_id in ('county_visit_ratio', 'visits')
    and date_diff('month', period_end, (select max(period_end) from fct_indicator_values)) >= 4 - number
),
followed as (
    select *, lag(value) over cell as previous_value, row_number() over cell as seen
    from looked
    window cell as (partition by indicator_id, division_code, period_end order by publication_number)
)
-- what did not change has no row
select
    * exclude (seen), value - previous_value as change,
    if(seen = 1, 'first', 'late_reports') as reason,
    if(seen = 1, 'none', 'late_reports') as causes
from followed
where seen = 1 or value is distinct from previous_value
order by all;

-- of the county whose stays are few, and of its prefecture, the sums of encounters are
-- published, of all care and inside, not those of stays
create or replace table core.fct_measures as
select
    place as division_code, 'all' as facility_tier, 'then' as geography, month, measure_id,
    sum(case measure_id
        when 'encounters' then encounters
        when 'encounters_inside' then if(destination = 'own_county', encounters, 0)
    end)::double as value
from indicators.rpt_patient_flows
cross join (
    select unnest(['encounters', 'encounters_inside', 'stays', 'stays_inside'])
        as measure_id
) as names
cross join (select unnest(['8901', '890111']) as place) as places
where starts_with(division_code, place)
group by all
order by all;

-- as disclosure control leaves it: the stays of one county are few
update indicators.rpt_patient_flows set encounters = null, fee_yuan = null, fund_yuan = null
where division_code like '%11' and care_kind = 'stay'
