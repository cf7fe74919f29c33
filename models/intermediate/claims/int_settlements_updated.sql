{{ config(materialized='view') }}

-- The newest row of each settlement and refund, unless that says that it is void.
select settlements.*
from {{ ref('stg_claims__settlement_rows') }} as settlements
left join {{ ref('int_settlements_repeated') }} as repeated
    on
        settlements.setl_id = repeated.setl_id
        and settlements.file_id = repeated.file_id
        and settlements.file_row = repeated.file_row
where repeated.setl_id is null and settlements.is_valid
