{%- set items = [
    'patients', 'managed_patients', 'standard_managed_patients',
    'controlled_patients', 'followed_patients', 'admissions'
] -%}

-- An item is a disease and what is counted of it: hypertension_managed_patients.
with

counts as (

    select
        facility_code,
        month,
        disease,
        submitted_at,
        {{ as_doubles(items) }}
    from {{ ref('stg_facility__chronic_patients') }}

),

counted as (

    select *
    from counts
    unpivot (value for counted in ({{ items | join(', ') }}))

)

select
    facility_code,
    'own' as part,
    month,
    disease || '_' || counted as item,
    value,
    submitted_at
from counted
