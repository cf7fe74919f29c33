{# Rows whose parts miss their whole by more than rounding, measured against the size of
   what changed. #}
{% test parts_add_up(model, whole, parts, sizes, tolerance=1e-9) %}

select *
from {{ model }}
where
    abs({{ whole }} - ({{ parts | join(' + ') }}))
    > {{ tolerance }} * (1e-9 + abs({{ sizes | join(') + abs(') }}))

{% endtest %}
