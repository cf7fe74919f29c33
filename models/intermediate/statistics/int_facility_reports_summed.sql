-- What facilities report of the same quantities, by month.
with

reports as (

    select * from {{ ref('stg_facility__monthly_reports') }}

)

{% for quantity, column in [
    ('visits', 'visits'), ('stays', 'discharges'),
    ('visit_money', 'outpatient_income_yuan'), ('stay_money', 'inpatient_income_yuan')
] %}
    select
        facility_code,
        month,
        '{{ quantity }}' as quantity,
        cast({{ column }} as double) as value
    from reports
    where {{ column }} is not null
    {{ 'union all' if not loop.last }}
{% endfor %}
