-- Refunds: negative settlements, or positive ones that are marked as refunds and name
-- what they take back. (One that a newer file makes void is forgotten by a full build.)
with

settlements as (

    select * from {{ ref('int_settlements_updated') }}
    where
        (medfee_sumamt < 0 or (refd_setl_flag and init_setl_id is not null))
        and setl_time >= {{ reach_of_new_files(months=0) }}
        and landed_at > {{ last_landed_at() }}

)

select
    settlements.setl_id,
    settlements.init_setl_id as original_id,
    settlements.psn_no,
    settlements.insu_admdvs,
    settlements.med_type,
    settlements.setl_time,
    settlements.month,
    settlements.landed_at,
    coalesce(settlements.fixmedins_code, 'none') as fixmedins_code,
    abs(settlements.medfee_sumamt) as medfee_sumamt
from settlements
{%- if is_incremental() %}
left join {{ this }} as known
    on settlements.setl_id = known.setl_id
where known.setl_id is null
{%- endif %}
