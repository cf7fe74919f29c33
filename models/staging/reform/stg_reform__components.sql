with

components as (

    select * from {{ source('reform', 'reform_register') }}

),

current_slices as (

    select * from {{ ref('stg_landing__slices') }}
    where extract_id = 'reform_register' and is_current

)

select
    components.division_code,
    components.component,
    components.document,
    components.clause,
    components.description,
    components.status,
    components.started_on,
    coalesce(components.ended_on, date '9999-12-31') as ended_on,
    components._file_id as file_id,
    components._row_number as file_row
from components
inner join current_slices
    on
        components._file_id = current_slices.file_id
        and components.division_code = current_slices.reporting_unit
