{# Columns as doubles under their own names: unpivot wants one type. #}
{% macro as_doubles(columns) -%}
    {%- for column in columns %}
        cast({{ column }} as double) as {{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# Columns of decimals or counts added up, as doubles under their own names; blanks add
   nothing. #}
{% macro sums_as_doubles(columns) -%}
    {%- for column in columns %}
        cast(sum({{ column }}) as double) as {{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# The same where all rows together are one figure: with a row blank there is none, for
   the sum of the others would be told as that of all. #}
{% macro whole_sums_as_doubles(columns) -%}
    {%- for column in columns %}
        cast(case when count({{ column }}) = count(*) then sum({{ column }}) end as double)
            as {{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# The sum of an amount over the rows of a case, for each name: (case, amount). #}
{% macro sums_of_cases(cases) -%}
    {%- for name, (condition, amount) in cases.items() %}
        cast(coalesce(sum(case when {{ condition }} then {{ amount }} end), 0) as double)
            as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# Relations with the same columns one below the other, each under its extract's name. #}
{% macro unioned_by_extract(relations, columns) -%}
    {%- for extract, relation in relations.items() %}
        select
            '{{ extract }}' as extract_id,
            {{ columns | join(', ') }}
        from {{ relation }}
        {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
