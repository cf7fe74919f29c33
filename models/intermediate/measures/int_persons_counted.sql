-- Distinct people of each period and place, at every level, under the names of the
-- dictionary: signed at the period's end, or with a stay, due or renewed within it.
-- Where claims or agreements have come and tell of nobody, that is zero.
with

period_ends as (

    select distinct
        period_type,
        period_end,
        cast(date_trunc('month', period_end) as date) as month
    from {{ ref('int_periods_listed') }}

),

signed as (

    select
        ladders.place_code as division_code,
        ladders.geography,
        counted.month,
        counted.is_key_group,
        counted.key_group,
        sum(counted.people) as people
    from {{ ref('int_signed_people_counted') }} as counted
    inner join {{ ref('int_divisions_laddered') }} as ladders
        on counted.division_code = ladders.division_code
    group by all

),

signed_items as (

    select division_code, geography, month, 'signed_residents' as item, people
    from signed
    union all
    select division_code, geography, month, 'signed_key_people' as item, people
    from signed
    where is_key_group
    union all
    select division_code, geography, month, 'signed_' || key_group as item, people
    from signed

),

items as (

    select
        'signing' as extract_id,
        signed_items.division_code,
        signed_items.geography,
        period_ends.period_type,
        period_ends.period_end,
        signed_items.item,
        cast(sum(signed_items.people) as double) as value
    from signed_items
    inner join period_ends
        on signed_items.month = period_ends.month
    group by all
    union all
    select
        extract_id,
        division_code,
        geography,
        period_type,
        period_end,
        item,
        value
    from {{ ref('int_recurrences_counted') }}

)

select
    cells.division_code,
    cells.period_type,
    cells.period_end,
    cells.geography,
    measures.measure_id,
    coalesce(items.value, 0) as value
from {{ ref('int_person_cells_listed') }} as cells
inner join {{ ref('stg_dictionary__measures') }} as measures
    on cells.extract_id = measures.extract_id and measures.grain = 'person'
left join items
    on
        cells.extract_id = items.extract_id
        and cells.division_code = items.division_code
        and cells.geography = items.geography
        and cells.period_type = items.period_type
        and cells.period_end = items.period_end
        and measures.item = items.item
