{%- set items = [
    'residents', 'registered_residents', 'urban_residents', 'rural_residents',
    'aged_65_residents', 'child_0_6_residents'
] -%}

-- Residents of counties at the end of a year; the prefecture's own row is their sum.
with

counts as (

    select
        division_code,
        make_date(year(year), 12, 1) as month,
        submitted_at,
        {{ as_doubles(items) }}
    from {{ ref('stg_population__resident_counts') }}
    where length(division_code) = 6

)

select
    division_code,
    month,
    item,
    value,
    submitted_at
from counts
unpivot (value for item in ({{ items | join(', ') }}))
