{%- set alike = 'psn_no, place_code, med_type, medfee_sumamt' -%}
-- What refunds take back that name nothing: of the twelve months before them the newest
-- settlement alike (same person, place, type and amount; on one day the ids give the
-- order) that is not yet taken back. Settlements open brackets, refunds close them.
-- (If one alike lands before the original does, an incremental build takes that one.)
with

refunds as (

    select
        *,
        fixmedins_code as place_code,
        cast(setl_time - interval '12' month as date) as earliest
    from {{ ref('int_refunds_listed') }}
    where
        original_id is null
        and setl_time >= {{ reach_of_new_files(months=0) }}
        {%- if is_incremental() %}
            -- those too whose original has only landed now
            and setl_id not in (select known.refund_id from {{ this }} as known)
        {%- endif %}

),

settlements as (

    select
        *,
        coalesce(fixmedins_code, 'none') as place_code
    from {{ ref('int_settlements_updated') }}
    where
        setl_time >= (
            select coalesce(min(refunds.earliest), date '9999-12-31') from refunds
        )
        -- a refund that names its original is no original
        and not (coalesce(refd_setl_flag, false) and init_setl_id is not null)
        and setl_id not in (
            select named.setl_id from {{ ref('int_refunds_named') }} as named
        )
        {%- if is_incremental() %}
            and setl_id not in (select known.setl_id from {{ this }} as known)
        {%- endif %}

),

events as (

    select {{ alike }}, setl_id, setl_time, month, landed_at, -1 as step
    from refunds
    union all
    select
        settlements.psn_no, settlements.place_code, settlements.med_type,
        settlements.medfee_sumamt, settlements.setl_id, settlements.setl_time,
        settlements.month, settlements.landed_at, 1 as step
    from settlements
    inner join (select distinct {{ alike }} from refunds) as sought
        on
            settlements.psn_no = sought.psn_no
            and settlements.place_code = sought.place_code
            and settlements.med_type = sought.med_type
            and settlements.medfee_sumamt = sought.medfee_sumamt

),

-- settlements and refunds are steps up and down: at each depth they take turns, and a
-- refund closes the settlement that came before it there, if one did
nested as (

    select
        *,
        sum(step) over (
            partition by {{ alike }} order by setl_time nulls last, setl_id
        ) - least(step, 0) as depth
    from events

),

followed as (

    select
        step, setl_id as refund_id, setl_time as refunded_on,
        landed_at as refund_landed_at,
        lag(setl_id) over same_depth as setl_id,
        lag(setl_time) over same_depth as setl_time,
        lag(month) over same_depth as month,
        lag(landed_at) over same_depth as landed_at
    from nested
    window same_depth as (
        partition by {{ alike }}, depth order by setl_time nulls last, setl_id
    )

)

select
    setl_id,
    month,
    refund_id,
    greatest(landed_at, refund_landed_at) as landed_at
from followed
where step = -1 and setl_time >= cast(refunded_on - interval '12' month as date)
