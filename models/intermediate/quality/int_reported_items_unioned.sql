-- What reporting units said and what is counted of it: the items that checks speak of.
{%- set reported = {
    'facility_monthly': 'int_monthly_items_unpivoted',
    'facility_annual': 'int_annual_items_unpivoted',
    'staffing': 'int_staff_items_unpivoted',
    'chronic_care': 'int_chronic_items_unpivoted',
    'discharge_record': 'int_discharge_items_summed',
} %}
with

wanted as (

    select distinct
        extract_id,
        item
    from {{ ref('stg_checks__terms') }}

),

reported as (

    {% for extract, model in reported.items() -%}
        select
            '{{ extract }}' as extract_id,
            facility_code as reporting_unit,
            month,
            item,
            value
        from {{ ref(model) }}
        where part = 'own'

        union all

    {% endfor -%}
    select
        extract_id,
        reporting_unit,
        month,
        item,
        value
    from {{ ref('int_claimed_items_listed') }}

    union all

    select
        extract_id,
        reporting_unit,
        month,
        item,
        value
    from {{ ref('int_report_counts_listed') }}

)

select
    reported.extract_id,
    reported.reporting_unit,
    reported.month,
    reported.item,
    reported.value
from reported
inner join wanted
    on reported.extract_id = wanted.extract_id and reported.item = wanted.item
