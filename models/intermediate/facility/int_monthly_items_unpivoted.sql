{%- set items = [
    'health_technicians', 'doctors', 'registered_general_practitioners',
    'certified_general_practitioners', 'nurses', 'beds', 'open_bed_days',
    'occupied_bed_days', 'discharged_bed_days', 'medical_income_yuan',
    'outpatient_income_yuan', 'outpatient_drug_income_yuan', 'inpatient_income_yuan',
    'inpatient_drug_income_yuan', 'essential_drug_income_yuan',
    'chinese_medicine_income_yuan', 'medical_expenditure_yuan',
    'drug_expenditure_yuan', 'chinese_medicine_expenditure_yuan',
    'public_health_expenditure_yuan', 'visits', 'outpatient_emergency_visits',
    'booked_visits', 'discharges', 'deaths', 'clinic_visits', 'village_room_visits',
    'station_visits', 'represented_facilities', 'health_records',
    'electronic_health_records', 'standard_managed_hypertension_patients'
] -%}

-- A facility's own figures, item by item; visits once more with those on behalf of
-- others (items 4.1 to 4.3), which the form keeps apart from its own (3.1).
with

reports as (

    select
        facility_code,
        month,
        submitted_at,
        {{ as_doubles(items) }}
    from {{ ref('stg_facility__monthly_reports') }}

),

own as (

    select
        facility_code,
        'own' as part,
        month,
        item,
        value,
        submitted_at
    from reports
    unpivot (value for item in ({{ items | join(', ') }}))

)

select * from own
union all
select
    facility_code,
    case item
        when 'visits' then 'own'
        when 'clinic_visits' then 'clinics'
        when 'village_room_visits' then 'village_rooms'
        else 'stations'
    end as part,
    month,
    'visits_with_behalf' as item,
    value,
    submitted_at
from own
where item in ('visits', 'clinic_visits', 'village_room_visits', 'station_visits')
