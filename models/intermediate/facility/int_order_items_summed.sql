{%- set cases = {
    'order_lines': ('true', 1),
    'ordered_yuan': ('true', 'ordered_yuan'),
    'delivered_yuan': ('true', 'delivered_yuan'),
    'medicine_ordered_yuan': ('is_medicine', 'ordered_yuan'),
    'medicine_delivered_yuan': ('is_medicine', 'delivered_yuan'),
    'essential_ordered_yuan': ('is_essential', 'ordered_yuan'),
    'essential_delivered_yuan': ('is_essential', 'delivered_yuan'),
    'volume_based_ordered_yuan': ('is_volume_based', 'ordered_yuan'),
    'volume_based_delivered_yuan': ('is_volume_based', 'delivered_yuan'),
} -%}

-- Order lines of a facility, added by the month of the order. What has not been
-- delivered counts as nothing delivered. Essential are the national list and the
-- province's supplement.
with

lines as (

    select
        facility_code,
        submitted_at,
        ordered_yuan,
        coalesce(delivered_yuan, 0) as delivered_yuan,
        coalesce(drug_kind, 'none') as drug_kind,
        coalesce(is_volume_based, false) as is_volume_based,
        cast(date_trunc('month', ordered_on) as date) as month
    from {{ ref('stg_facility__orders') }}

),

kinds as (

    select
        *,
        drug_kind <> 'consumable' as is_medicine,
        drug_kind in ('national_essential', 'provincial_supplement') as is_essential
    from lines

),

summed as (

    select
        facility_code,
        month,
        max(submitted_at) as submitted_at,
        {{ sums_of_cases(cases) }}
    from kinds
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
unpivot (value for item in ({{ cases.keys() | join(', ') }}))
