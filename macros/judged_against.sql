{# Whether a value with its limits lies above or below a reference, in words of its
   direction: only an interval that leaves the reference out says that they differ. #}
{% macro judged_against(lower, upper, reference, direction) -%}
    case
        when {{ lower }} is null or {{ upper }} is null or {{ reference }} is null
            then 'not_compared'
        when {{ lower }} <= {{ reference }} and {{ upper }} >= {{ reference }} then 'similar'
        when {{ direction }} = 'monitor'
            then case when {{ lower }} > {{ reference }} then 'higher' else 'lower' end
        when ({{ lower }} > {{ reference }}) = ({{ direction }} = 'up') then 'better'
        else 'worse'
    end
{%- endmacro %}
