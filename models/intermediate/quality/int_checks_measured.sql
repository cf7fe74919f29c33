-- What every check found, before anybody judges it: one row a check, place and month.
{%- set kinds = ['ratios', 'gaps', 'usuals', 'histories', 'ranges'] %}

{% for kind in kinds -%}
    select
        check_id,
        division_code,
        facility_code,
        part,
        month,
        observed,
        expected,
        statistic
    from {{ ref('int_' ~ kind ~ '_measured') }}
    {{ 'union all' if not loop.last }}
{% endfor %}
