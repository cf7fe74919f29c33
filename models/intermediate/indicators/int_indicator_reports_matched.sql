-- The reports behind an indicator: who should send, who gave every term, who in time.
with

needed as (

    select distinct indicator_id, extract_id, facilities
    from {{ ref('int_indicator_measures_needed') }}
    where grain = 'facility'

),

facilities as (

    select * from {{ ref('int_facilities_placed') }}
    where geography = 'then' and part = 'own'

),

expected as (

    select
        needed.indicator_id,
        reports.facility_code,
        reports.month,
        min(case when reports.is_on_time then 1 else 0 end) as on_time
    from {{ ref('int_reports_expected') }} as reports
    inner join facilities
        on
            reports.facility_code = facilities.facility_code
            and reports.month = facilities.month
    inner join needed
        on
            reports.extract_id = needed.extract_id
            and {{ in_scope('needed.facilities', 'facilities') }}
    group by needed.indicator_id, reports.facility_code, reports.month

)

select
    expected.indicator_id,
    expected.facility_code,
    expected.month,
    matched.facility_code is not null as is_reported,
    matched.facility_code is not null and expected.on_time = 1 as is_on_time
from expected
left join {{ ref('int_facility_terms_matched') }} as matched
    on
        expected.indicator_id = matched.indicator_id
        and expected.facility_code = matched.facility_code
        and expected.month = matched.month
        and matched.part = 'own'
