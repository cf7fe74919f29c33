-- What refunds take back that name it: a settlement of the twelve months before them.
with

settlements as (

    select
        setl_id,
        setl_time,
        month,
        landed_at
    from {{ ref('int_settlements_updated') }}
    where setl_time >= {{ reach_of_new_files() }}

),

refunds as (

    select
        setl_id,
        original_id,
        landed_at,
        cast(setl_time - interval '12' month as date) as earliest
    from {{ ref('int_refunds_listed') }}
    where
        original_id is not null
        and setl_time >= {{ reach_of_new_files() }}
        {%- if is_incremental() %}
            -- those too whose original has only landed now
            and setl_id not in (select known.refund_id from {{ this }} as known)
        {%- endif %}

)

select
    settlements.setl_id,
    settlements.month,
    refunds.setl_id as refund_id,
    greatest(settlements.landed_at, refunds.landed_at) as landed_at
from settlements
inner join refunds
    on
        settlements.setl_id = refunds.original_id
        and settlements.setl_time >= refunds.earliest
