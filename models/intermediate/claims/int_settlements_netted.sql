{{ config(materialized='view') }}

-- Settlements that count: the newest row of each, without refunds and without what they
-- take back, in whatever month either stands, and without what is marked as taken back,
-- whether its refund has landed or not. A stay that is settled again counts.
-- (`not in`: what asks for a few months reads those alone, which it does not below a
-- left join.)
select *
from {{ ref('int_settlements_updated') }}
where
    not coalesce(refd_setl_flag, false)
    and setl_id not in (
        select refunds.setl_id from {{ ref('int_refunds_listed') }} as refunds
    )
    and setl_id not in (
        select taken_back.setl_id from {{ ref('int_refunds_matched') }} as taken_back
    )
