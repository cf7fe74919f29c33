with

settlements as (

    select * from {{ ref('stg_claims__settlements') }}

)

select
    'duplicate_settlements' as fault_kind,
    'settlement' as extract_id,
    settlements.insu_admdvs as division_code,
    settlements.fixmedins_code as facility_code,
    'setl_id' as field_name,
    cast(date_trunc('month', settlements.setl_time) as date) as month,
    settlements.file_id,
    settlements.file_row
from settlements
where settlements.times_sent > 1
