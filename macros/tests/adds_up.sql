{# Rows whose parts do not add to their whole. #}
{% test adds_up(model, whole, parts) %}

select *
from {{ model }}
where {{ whole }} <> {{ parts | join(' + ') }}

{% endtest %}
