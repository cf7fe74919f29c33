{# What going up or down means for an indicator: only where a direction is better. #}
{% macro meaning_of_way(way, direction) -%}
    case
        when {{ way }} is null then 'none'
        when {{ direction }} = 'monitor'
            then case {{ way }} when 'up' then 'higher' else 'lower' end
        when {{ way }} = {{ direction }} then 'better'
        else 'worse'
    end
{%- endmacro %}
