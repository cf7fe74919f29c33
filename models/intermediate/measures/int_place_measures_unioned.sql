{%- set relations = {
    'resident_population': ref('int_resident_items_unpivoted'),
    'insured_population': ref('int_insured_items_summed'),
    'key_population': ref('int_key_group_items_unpivoted'),
    'signing_sheet': ref('int_sheet_items_summed'),
    'fund_budget': ref('int_budget_items_summed'),
} -%}
{%- set columns = ['division_code', 'month', 'item', 'value', 'submitted_at'] -%}

-- What counties, insurers and censuses gave, under the names of the dictionary, in both
-- readings of geography: an old division's figures count in its successor; claims and
-- the registry have the county and tier of the facility. Counts of people have no tier.
with

measures as (

    select * from {{ ref('stg_dictionary__measures') }}
    where grain = 'place'

),

tiered as (

    select
        'settlement' as extract_id,
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
    from {{ ref('int_encounter_items_summed') }}
    union all
    select
        'facility_registry' as extract_id,
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
    from {{ ref('int_registry_items_counted') }}

),

untiered as (

    {{ unioned_by_extract(relations, columns) }}

)

select
    tiered.geography,
    tiered.division_code,
    tiered.facility_tier,
    tiered.is_primary_care,
    tiered.month,
    measures.measure_id,
    {{ exact_sum('tiered.value') }} as value,
    max(tiered.submitted_at) as submitted_at
from tiered
inner join measures
    on tiered.extract_id = measures.extract_id and tiered.item = measures.item
where {{ in_scope('measures.facilities', 'tiered') }}
group by
    tiered.geography, tiered.division_code, tiered.facility_tier,
    tiered.is_primary_care, tiered.month, measures.measure_id
union all
select
    places.geography,
    places.placed_code as division_code,
    'none' as facility_tier,
    false as is_primary_care,
    untiered.month,
    measures.measure_id,
    {{ exact_sum('untiered.value') }} as value,
    max(untiered.submitted_at) as submitted_at
from untiered
inner join measures
    on untiered.extract_id = measures.extract_id and untiered.item = measures.item
inner join {{ ref('int_divisions_placed') }} as places
    on untiered.division_code = places.division_code
where untiered.value is not null
group by
    places.geography, places.placed_code, untiered.month, measures.measure_id
