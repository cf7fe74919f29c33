-- From which month to which each periodic extract has data.
with

slices as (

    select
        extract_id,
        try_cast(period as date) as month,
        case
            when extract_id in ('facility_annual', 'staffing') then 12 else 1
        end as months_covered,
        sum(row_count) as row_count
    from {{ ref('stg_landing__slices') }}
    where
        is_current
        and extract_id in (
            'facility_monthly', 'settlement', 'discharge_record', 'procurement',
            'chronic_care', 'insured_population', 'key_population', 'signing_sheet',
            'facility_annual', 'staffing'
        )
    group by extract_id, period

),

-- a settlement dated 1900 is a slip and opens no month: a month counts from a hundredth
-- of the rows of the busiest one
busy as (

    select
        *,
        100 * row_count >= max(row_count) over (partition by extract_id) as is_busy
    from slices

)

select
    extract_id,
    months_covered,
    min(month) as first_month,
    -- an annual report speaks of its twelve months
    max(
        cast(month + (months_covered - 1) * interval '1' month as date)
    ) as last_month
from busy
where is_busy
group by extract_id, months_covered
