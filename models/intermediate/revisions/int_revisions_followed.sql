{%- set compared = [
    'publication_id', 'value', 'numerator', 'denominator', 'definition', 'submissions',
    'superseded', 'refunds', 'null_reason'
] %}

-- Each value as a publication showed it, beside what the one before had shown of it.
with

earlier as (

    select * from {{ ref('stg_publications__values') }}

),

numbers as (

    select coalesce(max(publication_number), 0) + 1 as next_number
    from {{ ref('stg_publications__editions') }}

),

shown as (

    select
        publication_id,
        publication_number,
        indicator_id,
        division_code,
        period_end,
        value,
        numerator,
        denominator,
        definition,
        facilities_reported,
        facilities_expected,
        submissions,
        superseded,
        refunds,
        null_reason
    from earlier
    union all
    select
        'this' as publication_id,
        numbers.next_number as publication_number,
        prepared.indicator_id,
        prepared.division_code,
        prepared.period_end,
        prepared.value,
        prepared.numerator,
        prepared.denominator,
        prepared.definition,
        prepared.facilities_reported,
        prepared.facilities_expected,
        prepared.submissions,
        prepared.superseded,
        prepared.refunds,
        prepared.null_reason
    from {{ ref('int_published_values_prepared') }} as prepared
    cross join numbers

)

select
    *,
    {% for column in compared -%}
        lag({{ column }}) over cell as previous_{{ column }}
        {%- if not loop.last %},{% endif %}
    {% endfor %}
from shown
window cell as (
    partition by indicator_id, division_code, period_end
    order by publication_number
)
