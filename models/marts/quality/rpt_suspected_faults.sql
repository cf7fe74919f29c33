-- What looks wrong in what arrived; nothing of it was changed.

with

suspected as (

    select * from {{ ref('int_unit_slips_suspected') }}

    union all

    select * from {{ ref('int_budget_slips_suspected') }}

    union all

    select * from {{ ref('int_columns_swaps_suspected') }}

    union all

    select * from {{ ref('int_beds_overfull_suspected') }}

    union all

    select * from {{ ref('int_income_totals_suspected') }}

    union all

    select * from {{ ref('int_settlement_totals_suspected') }}

    union all

    select * from {{ ref('int_settlement_codes_suspected') }}

    union all

    select * from {{ ref('int_facility_classes_suspected') }}

    union all

    select * from {{ ref('int_stay_dates_suspected') }}

    union all

    select * from {{ ref('int_population_steps_suspected') }}

    union all

    select * from {{ ref('int_report_gaps_suspected') }}

    union all

    select * from {{ ref('int_file_headers_suspected') }}

    union all

    select * from {{ ref('int_settlements_resent_suspected') }}

),

files as (

    select * from {{ ref('stg_landing__files') }}

),

kinds as (

    select * from {{ ref('fault_kinds') }}

)

select
    suspected.fault_kind,
    suspected.extract_id,
    suspected.division_code,
    suspected.facility_code,
    suspected.field_name,
    suspected.file_id,
    files.file_name,
    suspected.file_row,
    kinds.said_zh,
    kinds.said_en,
    suspected.month
from suspected
inner join kinds
    on suspected.fault_kind = kinds.fault_kind
left join files
    on
        suspected.file_id = files.file_id
        and suspected.extract_id = files.extract_id
