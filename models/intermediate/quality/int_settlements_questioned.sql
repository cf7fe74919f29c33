-- Rows of settlements in question as things are now: what a newer file has replaced is
-- in question no more, but it was sent twice.
with

tested as (

    select * from {{ ref('int_settlements_tested') }}

),

repeated as (

    select * from {{ ref('int_settlements_repeated') }}

)

select
    'settlement' as extract_id,
    tested.item,
    tested.field_name,
    tested.division_code,
    tested.facility_code,
    tested.file_id,
    tested.file_row,
    tested.month
from tested
left join repeated
    on
        tested.file_id = repeated.file_id
        and tested.file_row = repeated.file_row
where repeated.file_id is null

union all

select
    'settlement' as extract_id,
    'rows_sent_again' as item,
    'setl_id' as field_name,
    insu_admdvs as division_code,
    fixmedins_code as facility_code,
    file_id,
    file_row,
    month
from repeated
