{# Whether a facility (a relation with tier and flags) is among those that a measure
   counts: `facilities` of seeds/measures.csv. #}
{% macro in_scope(facilities, facility) -%}
    case {{ facilities }}
        when 'all' then true
        when 'primary' then {{ facility }}.is_primary_care
        when 'hospital' then {{ facility }}.is_hospital
        when 'lead' then {{ facility }}.is_lead
        else {{ facilities }} = {{ facility }}.facility_tier
    end
{%- endmacro %}
