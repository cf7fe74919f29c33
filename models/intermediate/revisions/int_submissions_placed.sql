-- Submissions by county and month: who reports is a facility, or a place by its code or
-- its name; a year stands in its December.
with

slices as (

    select
        *,
        try_cast(period as date) as period_start
    from {{ ref('stg_landing__slices') }}

),

yearly as (

    select distinct extract_id
    from {{ ref('stg_dictionary__measures') }}
    where frequency = 'year'

),

counties as (

    select
        name_zh,
        max(division_code) as division_code
    from {{ ref('divisions') }}
    where level = 'county' and valid_to = date '9999-12-31'
    group by name_zh
    having count(*) = 1

)

select
    slices.file_id,
    slices.extract_id,
    slices.reporting_unit,
    slices.period,
    slices.row_count,
    slices.is_current,
    coalesce(
        facilities.division_code,
        counties.division_code,
        left(slices.reporting_unit, 6)
    ) as division_code,
    case
        when yearly.extract_id is null
            then cast(date_trunc('month', slices.period_start) as date)
        else make_date(year(slices.period_start), 12, 1)
    end as month
from slices
left join {{ ref('int_facilities_located') }} as facilities
    on slices.reporting_unit = facilities.facility_code
left join counties
    on slices.reporting_unit = counties.name_zh
left join yearly
    on slices.extract_id = yearly.extract_id
where slices.period_start is not null
