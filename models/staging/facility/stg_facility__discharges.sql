with

discharges as (

    select * from {{ source('facility', 'discharge_record') }}

),

files as (

    select * from {{ ref('stg_landing__files') }}
    where extract_id = 'discharge_record'

),

ranked as (

    select
        discharges.facility_code,
        discharges.facility_name,
        discharges.record_number,
        discharges.admission_number,
        discharges.main_diagnosis_code,
        discharges.total_cost_yuan,
        discharges.stay_days,
        discharges.admitted_on,
        discharges.discharged_on,
        discharges._file_id as file_id,
        discharges._row_number as file_row,
        row_number() over (
            partition by
                discharges.facility_code, discharges.facility_name,
                discharges.record_number, discharges.admission_number,
                discharges.discharged_on
            order by files.submitted_at desc, files.file_id desc
        ) as newest
    from discharges
    inner join files
        on discharges._file_id = files.file_id

)

select
    facility_code,
    facility_name,
    record_number,
    admission_number,
    main_diagnosis_code,
    total_cost_yuan,
    stay_days,
    admitted_on,
    discharged_on,
    file_id,
    file_row
from ranked
where newest = 1
