with

reports as (

    select * from {{ ref('int_reports_expected') }}

),

facilities as (

    select * from {{ ref('int_facilities_placed') }}
    where geography = 'then' and part = 'own'

)

select
    reports.extract_id,
    facilities.division_code,
    facilities.facility_tier,
    count(*) as reports_expected,
    count(case when reports.is_reported then 1 end) as reports_arrived,
    count(case when reports.is_on_time then 1 end) as reports_on_time,
    reports.month
from reports
inner join facilities
    on
        reports.facility_code = facilities.facility_code
        and reports.month = facilities.month
group by
    reports.extract_id, facilities.division_code, facilities.facility_tier,
    reports.month
