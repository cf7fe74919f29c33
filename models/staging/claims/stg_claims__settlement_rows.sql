select
    settlements.setl_id,
    settlements.init_setl_id,
    settlements.psn_no,
    settlements.insu_admdvs,
    settlements.mdtrtarea_admdvs,
    settlements.fixmedins_code,
    settlements.insutype,
    settlements.med_type,
    settlements.refd_setl_flag,
    settlements.medfee_sumamt,
    settlements.inscp_scp_amt,
    settlements.fund_pay_sumamt,
    settlements.psn_part_amt,
    settlements.hosp_part_amt,
    settlements.ipt_days,
    settlements.setl_time,
    cast(date_trunc('month', settlements.setl_time) as date) as month,
    coalesce(settlements.vali_flag, true) as is_valid,
    files.submitted_at,
    files.landed_at,
    files.file_id,
    settlements._row_number as file_row
from {{ source('claims', 'settlement') }} as settlements
inner join {{ ref('stg_landing__files') }} as files
    on settlements._file_id = files.file_id and files.extract_id = 'settlement'
