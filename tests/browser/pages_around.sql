-- What stands around the values: terms, measures, facilities, files, checks.
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

create table indicators.rpt_reports_against_claims as
select
    division_code || '-1' as facility_code, division_code, 'township' as facility_tier, month,
    quantity, if(quantity in ('visits', 'stays'), '人次', '元') as unit,
    (1000 + hash(division_code, month) % 400)::double as reported,
    (reported * (0.7 + (hash(division_code, month, quantity) % 40) / 100))::double as claimed,
    claimed / reported as claims_ratio, 0.85::double as usual_ratio,
    if(claimed > reported * 1.05, 'claims_above_report', 'within') as verdict,
    claimed > reported * 1.05 as is_question, '多于上报' as reason_zh, 'above the report' as reason_en
from given_divisions cross join months
cross join (select unnest(['visits', 'stays', 'visit_money', 'stay_money']) as quantity) as q
where level = 'county'
order by all;

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
