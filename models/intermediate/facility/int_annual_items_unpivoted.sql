{%- set items = [
    'total_income_yuan', 'fiscal_subsidy_yuan', 'superior_subsidy_yuan',
    'medical_income_yuan', 'other_income_yuan', 'outpatient_income_yuan',
    'inpatient_income_yuan', 'drug_income_without_pieces_yuan',
    'herbal_pieces_income_yuan', 'materials_income_yuan', 'examination_income_yuan',
    'laboratory_income_yuan', 'service_income_yuan', 'total_expenditure_yuan',
    'medical_expenditure_yuan', 'drug_expenditure_yuan',
    'materials_expenditure_yuan', 'personnel_expenditure_yuan',
    'public_health_expenditure_yuan', 'debt_yuan', 'staff', 'health_technicians',
    'doctors', 'general_practitioners', 'nurses', 'village_doctors',
    'approved_beds', 'beds', 'open_bed_days', 'occupied_bed_days',
    'discharged_bed_days', 'visits', 'outpatient_emergency_visits',
    'chinese_medicine_visits', 'discharges', 'operations'
] -%}
{%- set flags = ['has_imaging_ecg_service', 'has_ecg_equipment'] -%}

-- The figures of a year stand in its December.
with

reports as (

    select
        facility_code,
        make_date(year(year), 12, 1) as month,
        submitted_at,
        cast(1 as double) as facilities,
        {{ as_doubles(items + flags) }}
    from {{ ref('stg_facility__annual_reports') }}

)

select
    facility_code,
    'own' as part,
    month,
    item,
    value,
    submitted_at
from reports
unpivot (value for item in (facilities, {{ (items + flags) | join(', ') }}))
