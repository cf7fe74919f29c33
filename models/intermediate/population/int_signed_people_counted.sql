-- Residents with an agreement that binds at the end of each month, by county and by the
-- one group that their agreement names; someone counts once, where they signed last.
with

signings as (

    select
        division_code,
        is_key_group,
        key_group,
        cast(date_trunc('month', signed_on) as date) as first_month,
        cast(date_trunc('month', cast(binds_until + 1 as date)) as date) as end_month
    from {{ ref('int_signings_dated') }}
    where is_resident and binds_until >= signed_on

),

months as (

    select
        month,
        min(month) over () as first_listed
    from {{ ref('int_months_listed') }}

),

-- who comes and who goes, not who is there: people times months would be many rows
changes as (

    select
        division_code,
        is_key_group,
        key_group,
        first_month as month,
        1 as people
    from signings
    where first_month < end_month
    union all
    select
        division_code,
        is_key_group,
        key_group,
        end_month as month,
        -1 as people
    from signings
    where first_month < end_month

),

summed as (

    select
        division_code,
        is_key_group,
        key_group,
        greatest(
            month, (select min(months.first_listed) from months)
        ) as month,
        sum(people) as people
    from changes
    group by all

),

kinds as (

    select distinct division_code, is_key_group, key_group from summed

)

select
    kinds.division_code,
    kinds.is_key_group,
    kinds.key_group,
    months.month,
    cast(
        sum(coalesce(summed.people, 0)) over (
            partition by kinds.division_code, kinds.is_key_group, kinds.key_group
            order by months.month nulls last
        ) as bigint
    ) as people
from kinds
cross join months
left join summed
    on
        kinds.division_code = summed.division_code
        and kinds.is_key_group = summed.is_key_group
        and kinds.key_group = summed.key_group
        and months.month = summed.month
