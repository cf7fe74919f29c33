with

settlements as (

    select * from {{ ref('stg_claims__settlements') }}

)

select
    'payers_off_total' as fault_kind,
    'settlement' as extract_id,
    settlements.insu_admdvs as division_code,
    settlements.fixmedins_code as facility_code,
    'medfee_sumamt' as field_name,
    cast(date_trunc('month', settlements.setl_time) as date) as month,
    settlements.file_id,
    settlements.file_row
from settlements
where
    abs(
        settlements.fund_pay_sumamt
        + settlements.psn_part_amt
        + coalesce(settlements.hosp_part_amt, 0)
        - settlements.medfee_sumamt
    )
    > 0.05
