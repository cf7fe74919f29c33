{%- set costs = [
    'total_cost_yuan', 'self_paid_yuan', 'laboratory_cost_yuan',
    'imaging_cost_yuan', 'chinese_treatment_cost_yuan', 'western_drug_cost_yuan',
    'patent_drug_cost_yuan', 'herbal_drug_cost_yuan', 'antibiotic_cost_yuan',
    'drug_cost_yuan', 'materials_cost_yuan', 'service_cost_yuan'
] -%}
{%- set counts = [
    'discharges', 'deaths', 'sent_to_primary', 'sent_to_hospital',
    'received_from_facility', 'operations', 'grade_3_4_operations',
    'antibiotic_users', 'chinese_treatment_users'
] -%}
{%- set items = counts + costs + ['stay_days'] -%}

-- Discharge records of a facility, added by the month of the discharge. A cost that no
-- record of the month gives is not zero but unknown.
with

records as (

    select
        facility_code,
        submitted_at,
        stay_days,
        {{ costs[:9] | join(', ') }},
        cast(date_trunc('month', discharged_on) as date) as month,
        western_drug_cost_yuan + coalesce(patent_drug_cost_yuan, 0)
        + coalesce(herbal_drug_cost_yuan, 0) as drug_cost_yuan,
        treatment_materials_cost_yuan + coalesce(examination_materials_cost_yuan, 0)
        + coalesce(operation_materials_cost_yuan, 0) as materials_cost_yuan,
        general_service_cost_yuan + coalesce(general_treatment_cost_yuan, 0)
        + coalesce(nursing_cost_yuan, 0) + coalesce(other_service_cost_yuan, 0)
        + coalesce(non_operative_treatment_cost_yuan, 0)
        + coalesce(operative_treatment_cost_yuan, 0)
        + coalesce(rehabilitation_cost_yuan, 0)
        + coalesce(chinese_treatment_cost_yuan, 0) as service_cost_yuan,
        1 as discharges,
        case when discharge_way_code = '5' then 1 else 0 end as deaths,
        case when discharge_way_code = '3' then 1 else 0 end as sent_to_primary,
        case when discharge_way_code = '2' then 1 else 0 end as sent_to_hospital,
        case when admission_route_code = '3' then 1 else 0 end
            as received_from_facility,
        case when operation_code is not null then 1 else 0 end as operations,
        case when operation_grade in ('3', '4') then 1 else 0 end
            as grade_3_4_operations,
        case when antibiotic_cost_yuan > 0 then 1 else 0 end as antibiotic_users,
        case when chinese_treatment_cost_yuan > 0 then 1 else 0 end
            as chinese_treatment_users
    from {{ ref('stg_facility__discharges') }}
    where facility_code is not null

),

summed as (

    select
        facility_code,
        month,
        max(submitted_at) as submitted_at,
        {{ sums_as_doubles(items) }}
    from records
    group by facility_code, month

)

select
    facility_code,
    'own' as part,
    month,
    item,
    value,
    submitted_at
from summed
unpivot (value for item in ({{ items | join(', ') }}))
