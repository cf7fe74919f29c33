-- The months whose figures a submission stands behind: its own; of a yearly figure all
-- until the next one, for two years at most; of a signing the year for which it binds.
with

submissions as (

    select
        submissions.*,
        lead(submissions.month) over (
            partition by submissions.extract_id, submissions.division_code
            order by submissions.month nulls last
        ) as next_month
    from {{ ref('int_submissions_counted') }} as submissions

),

yearly as (

    select distinct extract_id
    from {{ ref('stg_dictionary__measures') }}
    where frequency = 'year'

),

bounded as (

    select
        submissions.*,
        cast(
            submissions.month
            + case
                when yearly.extract_id is not null then interval '24' month
                when submissions.extract_id = 'signing' then interval '13' month
                else interval '1' month
            end as date
        ) as until_month,
        case when yearly.extract_id is not null then submissions.next_month end
            as replaced_in
    from submissions
    left join yearly
        on submissions.extract_id = yearly.extract_id

)

select
    bounded.extract_id,
    bounded.division_code,
    months.month,
    cast(sum(bounded.submissions) as bigint) as submissions,
    cast(sum(bounded.superseded) as bigint) as superseded,
    cast(sum(bounded.refunds) as bigint) as refunds
from bounded
inner join {{ ref('int_months_listed') }} as months
    on
        bounded.month <= months.month
        and months.month < bounded.until_month
        and months.month < coalesce(bounded.replaced_in, date '9999-12-31')
group by bounded.extract_id, bounded.division_code, months.month
