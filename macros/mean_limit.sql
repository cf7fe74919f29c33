{# Limit of the mean of n independent values: t is Student's quantile for n − 1. #}
{% macro mean_limit(mean, deviation, n, t, sign) -%}
    {{ mean }} {{ sign }} {{ t }} * {{ deviation }} / sqrt(nullif({{ n }}, 0))
{%- endmacro %}
