-- Rows of each extract that comes every month, by county and month: zero where a month
-- is missing between a county's first one and the last that any county sent.
with

slices as (

    select * from {{ ref('stg_landing__slices') }}
    where
        is_current
        and extract_id in (
            'facility_monthly', 'settlement', 'discharge_record', 'procurement',
            'chronic_care', 'insured_population', 'key_population', 'signing'
        )

),

months as (

    select month from {{ ref('int_months_listed') }}
    where is_monthly

),

placed as (

    select
        slices.extract_id,
        slices.row_count,
        coalesce(facilities.division_code, slices.reporting_unit) as division_code,
        cast(slices.period as date) as month
    from slices
    left join {{ ref('int_facilities_located') }} as facilities
        on slices.reporting_unit = facilities.facility_code

),

counted as (

    select
        extract_id,
        division_code,
        month,
        sum(row_count) as row_count
    from placed
    where length(division_code) = 6
    group by extract_id, division_code, month

),

firsts as (

    select
        extract_id,
        division_code,
        min(month) as first_month
    from counted
    group by extract_id, division_code

),

lasts as (

    select
        extract_id,
        max(counted.month) as last_month
    from counted
    inner join months
        on counted.month = months.month
    group by extract_id

)

select
    firsts.extract_id,
    firsts.division_code,
    months.month,
    cast(coalesce(counted.row_count, 0) as double) as row_count
from firsts
inner join lasts
    on firsts.extract_id = lasts.extract_id
inner join months
    on months.month between firsts.first_month and lasts.last_month
left join counted
    on
        firsts.extract_id = counted.extract_id
        and firsts.division_code = counted.division_code
        and months.month = counted.month
