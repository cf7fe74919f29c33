{%- set cases = {
    'visits': ("care_kind = 'visit'", 'settlements'),
    'stays': ("care_kind = 'stay'", 'settlements'),
    'encounters': ("care_kind in ('visit', 'stay')", 'settlements'),
    'visits_inside': ("care_kind = 'visit' and is_inside", 'settlements'),
    'stays_inside': ("care_kind = 'stay' and is_inside", 'settlements'),
    'encounters_inside':
        ("care_kind in ('visit', 'stay') and is_inside", 'settlements'),
    'encounters_other_county': (
        "care_kind in ('visit', 'stay') and is_in_prefecture and not is_inside",
        'settlements'
    ),
    'encounters_outside_prefecture':
        ("care_kind in ('visit', 'stay') and not is_in_prefecture", 'settlements'),
    'unmapped_encounters': (
        "care_kind in ('visit', 'stay') and facility_tier = 'unmapped'",
        'settlements'
    ),
    'purchases': ("care_kind = 'purchase'", 'settlements'),
    'pharmacy_fund_yuan': ("care_kind = 'purchase'", 'fund_yuan'),
    'fund_yuan': ("care_kind <> 'purchase'", 'fund_yuan'),
    'fund_inside_yuan': ("care_kind <> 'purchase' and is_inside", 'fund_yuan'),
    'fund_inside_mapped_yuan':
        ("care_kind <> 'purchase' and is_inside and is_mapped", 'fund_yuan'),
    'fee_yuan': ("care_kind <> 'purchase'", 'fee_yuan'),
    'scope_yuan': ("care_kind <> 'purchase'", 'scope_yuan'),
    'person_paid_yuan': ("care_kind <> 'purchase'", 'person_paid_yuan'),
    'visit_fee_yuan': ("care_kind = 'visit'", 'fee_yuan'),
    'visit_fund_yuan': ("care_kind = 'visit'", 'fund_yuan'),
    'visit_fee_inside_yuan': ("care_kind = 'visit' and is_inside", 'fee_yuan'),
    'stay_fee_yuan': ("care_kind = 'stay'", 'fee_yuan'),
    'stay_fee_inside_yuan': ("care_kind = 'stay' and is_inside", 'fee_yuan'),
    'stay_fund_yuan': ("care_kind = 'stay'", 'fund_yuan'),
    'stay_scope_yuan': ("care_kind = 'stay'", 'scope_yuan'),
} -%}

-- What the dictionary counts of claims, by the tier of the provider. A case that a
-- county and tier never had is no row; one that it had not this month is zero. In both
-- readings of geography.
with

encounters as (

    select * from {{ ref('int_encounters_placed') }}

),

summed as (

    select
        geography,
        division_code,
        facility_tier,
        is_primary_care,
        is_hospital,
        is_lead,
        month,
        max(submitted_at) as submitted_at,
        {{ sums_of_cases(cases) }}
    from encounters
    group by
        geography, division_code, facility_tier, is_primary_care, is_hospital, is_lead,
        month

)

select
    geography,
    division_code,
    facility_tier,
    is_primary_care,
    is_hospital,
    is_lead,
    month,
    item,
    value,
    submitted_at
from summed
unpivot (value for item in ({{ cases.keys() | join(', ') }}))
