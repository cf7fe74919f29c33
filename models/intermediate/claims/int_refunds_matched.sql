-- What refunds take back, of the twelve months before them: the settlement that they
-- name. One that names none takes back the same person's settlement at the same place,
-- of the same type and amount; where there are several, refunds close like brackets.
-- (If one alike lands before the original does, an incremental build takes that one.)
with

settlements as (

    select
        *,
        coalesce(fixmedins_code, 'none') as place_code
    from {{ ref('int_settlements_updated') }}
    where setl_time >= {{ reach_of_new_files() }}

),

refunds as (

    select
        refunds.*,
        cast(refunds.setl_time - interval '12' month as date) as earliest
    from {{ ref('int_refunds_listed') }} as refunds
    {%- if is_incremental() %}
    -- those too whose original has only landed now
    left join {{ this }} as known
        on refunds.setl_id = known.refund_id
    where known.refund_id is null
    {%- endif %}

),

named as (

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

),

alike as (

    select
        settlements.setl_id,
        settlements.month,
        refunds.setl_id as refund_id,
        greatest(settlements.landed_at, refunds.landed_at) as landed_at,
        row_number() over (
            partition by refunds.setl_id
            order by settlements.setl_time desc, settlements.setl_id desc
        ) as settlements_between,
        row_number() over (
            partition by settlements.setl_id
            order by refunds.setl_time, refunds.setl_id
        ) as refunds_between
    from settlements
    inner join refunds
        on
            settlements.psn_no = refunds.psn_no
            and settlements.place_code = refunds.fixmedins_code
            and settlements.med_type = refunds.med_type
            and settlements.medfee_sumamt = refunds.medfee_sumamt
            and settlements.setl_time
            between refunds.earliest and refunds.setl_time
    where
        refunds.original_id is null
        and settlements.setl_id not in (select named.setl_id from named)
        {%- if is_incremental() %}
            and settlements.setl_id not in (
                select known.setl_id from {{ this }} as known
            )
        {%- endif %}

)

select * from named
union all
select setl_id, month, refund_id, landed_at
from alike
where settlements_between = refunds_between
