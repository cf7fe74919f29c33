{%- set items = ['insured_people', 'paid_people', 'assisted_people'] -%}

-- The insured of a county, of all schemes together; an item that one of them left blank
-- is missing.
with

counts as (

    select
        division_code,
        month,
        max(submitted_at) as submitted_at,
        {{ whole_sums_as_doubles(items) }}
    from {{ ref('stg_population__insured_counts') }}
    where length(division_code) = 6
    group by division_code, month

)

select
    division_code,
    month,
    item,
    value,
    submitted_at
from counts
unpivot (value for item in ({{ items | join(', ') }}))
