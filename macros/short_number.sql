{# A number as text, with up to four decimals and no trailing zeros. #}
{% macro short_number(value) -%}
    trim(
        trailing '.' from trim(
            trailing '0' from cast(cast(round({{ value }}, 4) as decimal(38, 4)) as string)
        )
    )
{%- endmacro %}
