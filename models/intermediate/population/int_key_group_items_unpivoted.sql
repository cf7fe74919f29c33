-- An item is a group and what is counted of it: people_aged_65, managed_aged_65.
with

counts as (

    select
        division_code,
        month,
        key_group,
        submitted_at,
        cast(people as double) as people,
        cast(managed_people as double) as managed
    from {{ ref('stg_population__key_group_counts') }}
    where length(division_code) = 6

),

counted as (

    select *
    from counts
    unpivot (value for counted in (people, managed))

)

select
    division_code,
    month,
    counted || '_' || key_group as item,
    value,
    submitted_at
from counted
