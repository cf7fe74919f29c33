with

orders as (

    select * from {{ source('facility', 'procurement') }}

),

files as (

    select * from {{ ref('stg_landing__files') }}
    where extract_id = 'procurement'

),

ranked as (

    select
        orders.order_id,
        orders.item_code,
        orders.item_name,
        orders.facility_code,
        orders.drug_kind,
        orders.is_volume_based,
        orders.ordered_quantity,
        orders.delivered_quantity,
        orders.ordered_yuan,
        orders.delivered_yuan,
        orders.ordered_on,
        orders.delivered_on,
        files.submitted_at,
        orders._file_id as file_id,
        orders._row_number as file_row,
        row_number() over (
            partition by
                orders.order_id,
                orders.item_code
            order by
                files.submitted_at desc, files.file_id desc,
                orders._row_number desc
        ) as newest
    from orders
    inner join files
        on orders._file_id = files.file_id

)

select
    order_id,
    item_code,
    item_name,
    facility_code,
    drug_kind,
    is_volume_based,
    ordered_quantity,
    delivered_quantity,
    ordered_yuan,
    delivered_yuan,
    ordered_on,
    delivered_on,
    submitted_at,
    file_id,
    file_row
from ranked
where newest = 1
