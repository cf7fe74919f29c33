{# Whether two relations speak of the same cell of fct_indicator_values. #}
{% macro same_cell(one, other, apart_from=[]) -%}
    {%- for column in [
        'indicator_id', 'division_code', 'facility_tier', 'geography', 'period_type',
        'period_end'
    ] if column not in apart_from %}
        {{- ' and ' if not loop.first }}{{ one }}.{{ column }} = {{ other }}.{{ column }}
    {%- endfor %}
{%- endmacro %}
