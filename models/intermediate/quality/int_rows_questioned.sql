-- Rows of what arrived that cannot be right as they stand, one row for each reason.
with

facilities as (

    select * from {{ ref('int_facilities_located') }}

),

settlements as (

    select * from {{ ref('int_settlements_questioned') }}

),

discharges as (

    select
        'discharge_record' as extract_id,
        'rows_ending_early' as item,
        'admitted_on' as field_name,
        facilities.division_code,
        records.facility_code,
        records.file_id,
        records.file_row,
        cast(date_trunc('month', records.discharged_on) as date) as month
    from {{ ref('stg_facility__discharges') }} as records
    left join facilities
        on records.facility_code = facilities.facility_code
    where records.discharged_on < records.admitted_on

),

registered as (

    select
        'facility_registry' as extract_id,
        'rows_of_unknown_class' as item,
        'facility_class_code' as field_name,
        registry.division_code,
        registry.facility_code,
        registry.file_id,
        registry.file_row,
        -- a registry speaks of the month in which it came
        cast(date_trunc('month', files.submitted_at) as date) as month
    from {{ ref('stg_facility__facilities') }} as registry
    inner join {{ ref('stg_landing__files') }} as files
        on registry.file_id = files.file_id and files.extract_id = 'facility_registry'
    left join {{ ref('facility_classes') }} as classes
        on registry.facility_class_code = classes.facility_class_code
    where classes.facility_class_code is null

)

select * from settlements

union all

select * from discharges

union all

select * from registered
