with

reports as (

    select * from {{ ref('int_reports_expected') }}
    where not is_reported or not is_on_time

),

placed as (

    select * from {{ ref('int_facilities_placed') }}
    where geography = 'then' and part = 'own'

),

-- the name that a facility has now, or had last
facilities as (

    select
        facility_code,
        facility_name,
        row_number() over (
            partition by facility_code
            order by valid_from desc, division_code asc
        ) as newest
    from {{ ref('stg_facility__facilities') }}

)

select
    reports.extract_id,
    placed.division_code,
    reports.facility_code,
    facilities.facility_name,
    placed.facility_tier,
    reports.is_reported,
    reports.month,
    reports.submitted_at
from reports
inner join placed
    on
        reports.facility_code = placed.facility_code
        and reports.month = placed.month
left join facilities
    on
        reports.facility_code = facilities.facility_code
        and facilities.newest = 1
