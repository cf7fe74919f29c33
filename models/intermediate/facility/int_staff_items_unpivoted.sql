{%- set items = [
    'approved_posts', 'virtual_posts', 'professional_posts', 'management_posts',
    'support_posts', 'staff', 'post_holders', 'contract_staff',
    'professional_staff', 'senior_staff', 'middle_staff', 'posted_doctors',
    'resettled_staff', 'early_retired_staff', 'transition_staff',
    'released_contract_staff', 'compensation_yuan', 'pension_yuan'
] -%}

-- The figures of a year stand in its December.
with

counts as (

    select
        facility_code,
        make_date(year(year), 12, 1) as month,
        submitted_at,
        {{ as_doubles(items) }}
    from {{ ref('stg_facility__staff_counts') }}

)

select
    facility_code,
    'own' as part,
    month,
    item,
    value,
    submitted_at
from counts
unpivot (value for item in ({{ items | join(', ') }}))
