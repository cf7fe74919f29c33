{# Confidence limits of a proportion x / n (Wilson 1927) and of a count (Byar, in
   Breslow and Day 1987); z is the normal quantile. Null where they are not defined. #}
{% macro wilson_limit(x, n, z, sign) -%}
    case when {{ n }} > 0 and {{ x }} between 0 and {{ n }} then
        (2 * {{ x }} + {{ z }} * {{ z }} {{ sign }} {{ z }} * sqrt(
            {{ z }} * {{ z }} + 4 * {{ x }} * (1 - {{ x }} / nullif({{ n }}, 0))
        )) / (2 * ({{ n }} + {{ z }} * {{ z }}))
    end
{%- endmacro %}

{% macro byar_lower(x, z) -%}
    case when {{ x }} = 0 then 0.0 when {{ x }} > 0 then
        {{ x }} * power(1 - 1 / (9 * {{ x }}) - {{ z }} / (3 * sqrt({{ x }})), 3)
    end
{%- endmacro %}

{% macro byar_upper(x, z) -%}
    case when {{ x }} >= 0 then
        ({{ x }} + 1) * power(
            1 - 1 / (9 * ({{ x }} + 1)) + {{ z }} / (3 * sqrt({{ x }} + 1)), 3
        )
    end
{%- endmacro %}
