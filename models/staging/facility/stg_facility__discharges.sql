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
        discharges.*,
        files.submitted_at,
        -- the record's main operation is the one of the highest grade
        greatest(
            discharges.operation_grade_1,
            discharges.operation_grade_2,
            discharges.operation_grade_3,
            discharges.operation_grade_4,
            discharges.operation_grade_5,
            discharges.operation_grade_6,
            discharges.operation_grade_7
        ) as operation_grade,
        coalesce(
            discharges.operation_code_1,
            discharges.operation_code_2,
            discharges.operation_code_3,
            discharges.operation_code_4,
            discharges.operation_code_5,
            discharges.operation_code_6,
            discharges.operation_code_7
        ) as operation_code,
        row_number() over (
            partition by
                discharges.facility_code, discharges.facility_name,
                discharges.record_number, discharges.admission_number,
                discharges.discharged_on
            order by
                files.submitted_at desc, files.file_id desc,
                discharges._row_number desc
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
    admission_route_code,
    discharge_way_code,
    age,
    main_diagnosis_code,
    operation_code,
    operation_grade,
    total_cost_yuan,
    self_paid_yuan,
    general_service_cost_yuan,
    general_treatment_cost_yuan,
    nursing_cost_yuan,
    other_service_cost_yuan,
    laboratory_cost_yuan,
    imaging_cost_yuan,
    non_operative_treatment_cost_yuan,
    operative_treatment_cost_yuan,
    rehabilitation_cost_yuan,
    chinese_treatment_cost_yuan,
    western_drug_cost_yuan,
    antibiotic_cost_yuan,
    patent_drug_cost_yuan,
    herbal_drug_cost_yuan,
    examination_materials_cost_yuan,
    treatment_materials_cost_yuan,
    operation_materials_cost_yuan,
    stay_days,
    admitted_on,
    discharged_on,
    submitted_at,
    _file_id as file_id,
    _row_number as file_row
from ranked
where newest = 1
