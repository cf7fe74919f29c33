{{ config(materialized='view') }}

-- Settlements that count: the newest row of each, without refunds and without what they
-- take back, in whatever month either stands, and without what is marked as taken back,
-- whether its refund has landed or not. A stay that is settled again counts.
select settlements.*
from {{ ref('int_settlements_updated') }} as settlements
left join {{ ref('int_refunds_listed') }} as refunds
    on settlements.setl_id = refunds.setl_id
left join {{ ref('int_refunds_matched') }} as taken_back
    on settlements.setl_id = taken_back.setl_id
where
    refunds.setl_id is null
    and taken_back.setl_id is null
    and not coalesce(settlements.refd_setl_flag, false)
