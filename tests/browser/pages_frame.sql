-- Places, times, indicators and targets of a made-up prefecture; given:
-- given_indicators, given_divisions and the variable months.
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

create table indicators.dim_targets as
select
    indicator_id || '_2025' as target_id, indicator_id, '8901' as division_code,
    'demo' as document_id, 'none' as statistic_id, name_zh, name_en,
    'all' as facility_tier,
    case direction when 'down' then 'at_most' else 'at_least' end as comparison, unit,
    '示范市方案' as document_zh, 'plan of Shifan' as document_en, '第一条' as clause,
    'synthetic' as status, '达到' as words_zh, round(middle * 1.05) as target_value,
    true as is_computable, date '2025-12-31' as due_on
from given_indicators where direction <> 'monitor' and kind not in ('missing', 'growth')
