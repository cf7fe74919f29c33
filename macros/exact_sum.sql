{# A sum that comes out the same to its last bit in whatever order the rows are added:
   sums of doubles do not. Twelve decimals, 26 digits before the point. #}
{% macro exact_sum(value) -%}
    cast(sum(cast({{ value }} as decimal(38, 12))) as double)
{%- endmacro %}
