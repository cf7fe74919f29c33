with

reports as (

    select * from {{ source('facility', 'facility_annual') }}

),

current_slices as (

    select * from {{ ref('stg_landing__slices') }}
    where extract_id = 'facility_annual' and is_current

)

select
    reports.facility_code,
    reports.total_income_yuan,
    reports.fiscal_subsidy_yuan,
    reports.superior_subsidy_yuan,
    reports.medical_income_yuan,
    reports.other_income_yuan,
    reports.outpatient_income_yuan,
    reports.inpatient_income_yuan,
    reports.drug_income_without_pieces_yuan,
    reports.herbal_pieces_income_yuan,
    reports.materials_income_yuan,
    reports.examination_income_yuan,
    reports.laboratory_income_yuan,
    reports.service_income_yuan,
    reports.total_expenditure_yuan,
    reports.medical_expenditure_yuan,
    reports.drug_expenditure_yuan,
    reports.materials_expenditure_yuan,
    reports.personnel_expenditure_yuan,
    reports.public_health_expenditure_yuan,
    reports.debt_yuan,
    reports.staff,
    reports.health_technicians,
    reports.doctors,
    reports.general_practitioners,
    reports.nurses,
    reports.village_doctors,
    reports.approved_beds,
    reports.beds,
    reports.open_bed_days,
    reports.occupied_bed_days,
    reports.discharged_bed_days,
    reports.visits,
    reports.outpatient_emergency_visits,
    reports.chinese_medicine_visits,
    reports.discharges,
    reports.operations,
    reports.has_imaging_ecg_service,
    reports.has_ecg_equipment,
    reports.year,
    current_slices.submitted_at,
    reports._file_id as file_id,
    reports._row_number as file_row
from reports
inner join current_slices
    on
        reports._file_id = current_slices.file_id
        and reports.facility_code = current_slices.reporting_unit
        and cast(reports.year as string) = current_slices.period
