{# Limit of a directly standardised rate (Dobson et al. 1991): the limit of the count of
   events, stretched by how unequally the strata count. #}
{% macro dobson_limit(rate, variance, events, limit_of_events) -%}
    {{ rate }} + sqrt({{ variance }} / nullif({{ events }}, 0))
    * ({{ limit_of_events }} - {{ events }})
{%- endmacro %}
