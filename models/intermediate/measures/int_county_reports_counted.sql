-- How many facilities owe the report behind a measure, by county, leaf tier and month.
with

measures as (

    select distinct
        extract_id,
        facilities
    from {{ ref('stg_dictionary__measures') }}
    where grain = 'facility'

),

facilities as (

    select * from {{ ref('int_facilities_placed') }}
    where part = 'own'

),

-- whom a measure counts is decided by what the facility was then
owed as (

    select
        reports.facility_code,
        reports.month,
        measures.extract_id,
        measures.facilities
    from {{ ref('int_reports_expected') }} as reports
    inner join facilities
        on
            reports.facility_code = facilities.facility_code
            and reports.month = facilities.month
            and facilities.geography = 'then'
    inner join measures
        on
            reports.extract_id = measures.extract_id
            and {{ in_scope('measures.facilities', 'facilities') }}

)

select
    facilities.geography,
    facilities.division_code,
    facilities.facility_tier,
    facilities.is_primary_care,
    owed.month,
    owed.extract_id,
    owed.facilities,
    count(*) as facilities_expected
from owed
inner join facilities
    on
        owed.facility_code = facilities.facility_code
        and owed.month = facilities.month
group by all
