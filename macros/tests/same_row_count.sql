{# One row when two relations differ in their number of rows: none lost or doubled. #}
{% test same_row_count(model, other) %}

select
    (select count(*) from {{ model }}) as row_count,
    (select count(*) from {{ other }}) as other_row_count
where (select count(*) from {{ model }}) <> (select count(*) from {{ other }})

{% endtest %}
