with

reports as (

    select * from {{ source('facility', 'facility_monthly') }}

),

current_slices as (

    select * from {{ ref('stg_landing__slices') }}
    where extract_id = 'facility_monthly' and is_current

)

select
    reports.facility_code,
    reports.health_technicians,
    reports.doctors,
    reports.registered_general_practitioners,
    reports.certified_general_practitioners,
    reports.nurses,
    reports.beds,
    reports.open_bed_days,
    reports.occupied_bed_days,
    reports.discharged_bed_days,
    reports.medical_income_yuan,
    reports.outpatient_income_yuan,
    reports.outpatient_drug_income_yuan,
    reports.inpatient_income_yuan,
    reports.inpatient_drug_income_yuan,
    reports.essential_drug_income_yuan,
    reports.chinese_medicine_income_yuan,
    reports.medical_expenditure_yuan,
    reports.drug_expenditure_yuan,
    reports.chinese_medicine_expenditure_yuan,
    reports.public_health_expenditure_yuan,
    reports.visits,
    reports.outpatient_emergency_visits,
    reports.booked_visits,
    reports.discharges,
    reports.deaths,
    reports.clinic_visits,
    reports.village_room_visits,
    reports.station_visits,
    reports.represented_facilities,
    reports.health_records,
    reports.electronic_health_records,
    reports.standard_managed_hypertension_patients,
    reports.month,
    current_slices.submitted_at,
    reports._file_id as file_id,
    reports._row_number as file_row
from reports
inner join current_slices
    on
        reports._file_id = current_slices.file_id
        and reports.facility_code = current_slices.reporting_unit
        and cast(reports.month as string) = current_slices.period
