{{ config(materialized='view') }}

-- What refunds take back: the settlement that they name, or one alike.
select setl_id, month, refund_id, landed_at from {{ ref('int_refunds_named') }}
union all
select setl_id, month, refund_id, landed_at from {{ ref('int_refunds_paired') }}
