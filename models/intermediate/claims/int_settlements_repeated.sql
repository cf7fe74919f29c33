-- Rows of settlements that a newer file sent again: they count no more.
with

-- ids alone are sought over all that the new rows may reach back to
repeated as (

    select setl_id
    from {{ ref('stg_claims__settlement_rows') }}
    where
        setl_time >= {{ reach_of_new_files() }}
        {%- if is_incremental() %}
            and setl_id in (
                select fresh.setl_id
                from {{ ref('stg_claims__settlement_rows') }} as fresh
                where
                    fresh.setl_time >= {{ reach_of_new_files(months=0) }}
                    and fresh.landed_at > {{ last_landed_at() }}
            )
        {%- endif %}
    group by setl_id
    having count(*) > 1

),

versions as (

    select
        settlements.setl_id,
        settlements.insu_admdvs,
        settlements.fixmedins_code,
        settlements.month,
        settlements.file_id,
        settlements.file_row,
        row_number() over newer as newest,
        -- a row is outdated since the first newer one landed
        greatest(
            settlements.landed_at,
            min(settlements.landed_at) over (
                newer rows between unbounded preceding and 1 preceding
            )
        ) as landed_at
    from {{ ref('stg_claims__settlement_rows') }} as settlements
    inner join repeated
        on settlements.setl_id = repeated.setl_id
    where settlements.setl_time >= {{ reach_of_new_files() }}
    window newer as (
        partition by settlements.setl_id
        order by
            settlements.submitted_at desc, settlements.file_id desc,
            settlements.file_row desc
    )

)

select
    versions.setl_id,
    versions.insu_admdvs,
    versions.fixmedins_code,
    versions.month,
    versions.file_id,
    versions.file_row,
    versions.landed_at
from versions
{%- if is_incremental() %}
    left join {{ this }} as known
        on versions.file_id = known.file_id and versions.file_row = known.file_row
{%- endif %}
where
    versions.newest > 1
    {%- if is_incremental() %}
        and known.file_id is null
    {%- endif %}
