-- Who must send what, what came, and whether its first submission came in time. The due
-- day is a day of the month after the period, as UTC counts days.
with

duties as (

    select * from {{ ref('reporting_duties') }}

),

spans as (

    select * from {{ ref('int_extracts_spanned') }}

),

facilities as (

    select * from {{ ref('int_facilities_dated') }}

),

-- who was open at any time of a year owes its annual report
due as (

    select distinct
        duties.extract_id,
        duties.due_day,
        facilities.facility_code,
        facilities.month,
        case
            when duties.frequency = 'year' then make_date(year(facilities.month), 1, 1)
            else facilities.month
        end as period
    from facilities
    inner join duties
        on
            left(facilities.facility_class_code, length(duties.class_prefix))
            = duties.class_prefix
            and duties.facility_tier in ('any', facilities.facility_tier)
            and (
                (duties.frequency = 'month' and facilities.is_open)
                or (duties.frequency = 'year' and month(facilities.month) = 12)
            )
    inner join spans
        on
            duties.extract_id = spans.extract_id
            and facilities.month between spans.first_month and spans.last_month

),

arrivals as (

    select
        extract_id,
        reporting_unit as facility_code,
        try_cast(period as date) as period,
        min(submitted_at) as submitted_at
    from {{ ref('stg_landing__slices') }}
    where extract_id in (select distinct extract_id from duties)
    group by extract_id, reporting_unit, period

)

select
    due.extract_id,
    due.facility_code,
    due.month,
    arrivals.facility_code is not null as is_reported,
    coalesce(
        due.due_day = 0
        or cast(arrivals.submitted_at as date) < cast(
            due.month + interval '1' month + due.due_day * interval '1' day as date
        ),
        false
    ) and arrivals.facility_code is not null as is_on_time,
    arrivals.submitted_at
from due
left join arrivals
    on
        due.extract_id = arrivals.extract_id
        and due.facility_code = arrivals.facility_code
        and due.period = arrivals.period
