-- Every month that the data speak of, without gaps; and whether monthly data reach it
-- or only an annual report.
with recursive

spans as (

    select * from {{ ref('int_extracts_spanned') }}

),

bounds as (

    select
        min(first_month) as first_month,
        max(last_month) as last_month,
        min(case when months_covered = 1 then first_month end) as first_reported,
        max(case when months_covered = 1 then last_month end) as last_reported
    from spans

),

months as (

    select
        first_month as month,
        last_month
    from bounds
    where first_month is not null
    union all
    select
        cast(month + interval '1' month as date) as month,
        last_month
    from months
    where month < last_month

)

select
    months.month,
    coalesce(
        months.month between bounds.first_reported and bounds.last_reported, false
    ) as is_monthly
from months
cross join bounds
