with

settlements as (

    select * from {{ source('claims', 'settlement') }}

),

files as (

    select * from {{ ref('stg_landing__files') }}
    where extract_id = 'settlement'

),

ranked as (

    select
        settlements.setl_id,
        settlements.mdtrt_id,
        settlements.init_setl_id,
        settlements.psn_no,
        settlements.certno,
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
        settlements.setl_time,
        settlements._file_id as file_id,
        settlements._row_number as file_row,
        row_number() over (
            partition by settlements.setl_id
            order by
                files.submitted_at desc, files.file_id desc,
                settlements._row_number desc
        ) as newest,
        count(*) over (partition by settlements.setl_id) as times_sent
    from settlements
    inner join files
        on settlements._file_id = files.file_id

)

select
    setl_id,
    mdtrt_id,
    init_setl_id,
    psn_no,
    certno,
    insu_admdvs,
    mdtrtarea_admdvs,
    fixmedins_code,
    insutype,
    med_type,
    refd_setl_flag,
    medfee_sumamt,
    inscp_scp_amt,
    fund_pay_sumamt,
    psn_part_amt,
    hosp_part_amt,
    times_sent,
    setl_time,
    file_id,
    file_row
from ranked
where newest = 1
