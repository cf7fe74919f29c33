with

crosswalks as (

    select * from {{ source('facility', 'facility_crosswalk') }}

),

current_slices as (

    select * from {{ ref('stg_landing__slices') }}
    where extract_id = 'facility_crosswalk' and is_current

)

select
    crosswalks.division_code,
    crosswalks.facility_code,
    crosswalks.fixmedins_code,
    crosswalks.fixmedins_name,
    crosswalks.matched_by,
    crosswalks.valid_from,
    coalesce(crosswalks.valid_to, date '9999-12-31') as valid_to,
    crosswalks._file_id as file_id,
    crosswalks._row_number as file_row
from crosswalks
inner join current_slices
    on
        crosswalks._file_id = current_slices.file_id
        and crosswalks.division_code = current_slices.reporting_unit
