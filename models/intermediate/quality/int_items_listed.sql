-- Everything that a check may speak of, in one long table: the items of what arrived
-- and the counts made of it, by facility or place and month. A year stands in its
-- December.
with

reported as (

    select * from {{ ref('int_reported_items_unioned') }}

),

facilities as (

    select * from {{ ref('int_facilities_located') }}

)

select
    reported.extract_id,
    reported.item,
    coalesce(
        facilities.division_code,
        case
            when length(reported.reporting_unit) < 20 then reported.reporting_unit
            else 'none'
        end
    ) as division_code,
    case
        when length(reported.reporting_unit) < 20 then 'none'
        else reported.reporting_unit
    end as facility_code,
    coalesce(facilities.facility_tier, 'none') as facility_tier,
    'all' as part,
    reported.month,
    reported.value
from reported
left join facilities
    on reported.reporting_unit = facilities.facility_code

union all

select
    extract_id,
    item,
    division_code,
    'none' as facility_code,
    'none' as facility_tier,
    part,
    month,
    value
from {{ ref('int_place_items_listed') }}

union all

select
    extract_id,
    item,
    division_code,
    'none' as facility_code,
    'none' as facility_tier,
    'all' as part,
    month,
    value
from {{ ref('int_questions_counted') }}
