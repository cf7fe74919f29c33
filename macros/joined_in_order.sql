{# Texts of up to twelve rows, in the order of a number, as one text.
   Ordered listagg is written differently on every engine; this is not. #}
{% macro joined_in_order(text, number, most=12) -%}
    concat_ws(' ',
    {%- for n in range(1, most + 1) %}
        max(case when {{ number }} = {{ n }} then {{ text }} end){{ ',' if not loop.last }}
    {%- endfor %}
    )
{%- endmacro %}
