{# What limits make of a statistic. dbt judges with it, and so does `yigai check
   --rejudge` on stored results: there is one verdict. #}
{% macro outcome(statistic, limits) -%}
    case
        when {{ statistic }} is null then 'not_applicable'
        when not abs({{ statistic }}) < 1e300 then 'error'
        when {{ statistic }} < {{ limits }}.fail_below then 'fail'
        when {{ statistic }} > {{ limits }}.fail_above then 'fail'
        when {{ statistic }} < {{ limits }}.warn_below then 'warn'
        when {{ statistic }} > {{ limits }}.warn_above then 'warn'
        else 'pass'
    end
{%- endmacro %}
