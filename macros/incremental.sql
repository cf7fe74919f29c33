{# When the newest file behind an incremental table landed: later files are new to it.
   To a table that is built from nothing every file is new. #}
{% macro last_landed_at() -%}
    {%- if is_incremental() -%}
    (
        select coalesce(max(built.landed_at), timestamp '1900-01-01 00:00:00')
        from {{ this }} as built
    )
    {%- else -%}
    timestamp '1900-01-01 00:00:00'
    {%- endif -%}
{%- endmacro %}

{# From when on settlements matter to files that landed since a table was built: a newer
   row or a refund reaches back twelve months, their own rows no month. #}
{% macro reach_of_new_files(months=12) -%}
    (
        select
            cast(min(cast(arrived.period as date)) - interval '{{ months }}' month as date)
        from {{ ref('stg_landing__slices') }} as arrived
        where
            arrived.extract_id = 'settlement'
            and arrived.landed_at > {{ last_landed_at() }}
    )
{%- endmacro %}

{# Months of claims that changed since a table was built: those that files landed since
   hold, those of settlements that these files replace or take back, and those that a
   backfill asks for. #}
{% macro months_touched() -%}
    select cast(arrived.period as date) as month
    from {{ ref('stg_landing__slices') }} as arrived
    where arrived.extract_id = 'settlement' and arrived.landed_at > {{ last_landed_at() }}
    {% for model in ['int_settlements_repeated', 'int_refunds_matched'] -%}
    union
    select corrected.month from {{ ref(model) }} as corrected
    where corrected.landed_at > {{ last_landed_at() }}
    {% endfor -%}
    {% for month in var('months') -%}
    union
    select cast('{{ month }}' as date) as month
    {% endfor -%}
{%- endmacro %}

{# Removes the rows that took along the months of which nothing is left. Where months are
   partitions they cannot be deleted and count nothing. #}
{% macro clear_empty_months() -%}
    {% if target.type == 'duckdb' -%}
    delete from {{ this }} where is_empty
    {%- endif %}
{%- endmacro %}
