{%- set relations = {
    'resident_population': ref('int_resident_items_unpivoted'),
    'insured_population': ref('int_insured_items_summed'),
    'key_population': ref('int_key_group_items_unpivoted'),
    'signing_sheet': ref('int_sheet_items_summed'),
    'fund_budget': ref('int_budget_items_summed'),
} -%}
{%- set columns = ['division_code', 'month', 'item', 'value', 'submitted_at'] -%}

-- What counties, insurers and censuses gave, under the names of the dictionary. Counts
-- of people have no tier; claims and the registry have that of the facility.
with

measures as (

    select * from {{ ref('stg_dictionary__measures') }}
    where grain = 'place'

),

tiered as (

    select
        'settlement' as extract_id,
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
        facilities.division_code,
        facilities.facility_tier,
        facilities.is_primary_care,
        facilities.is_hospital,
        facilities.is_lead,
        items.month,
        items.item,
        items.value,
        items.submitted_at
    from {{ ref('int_registry_items_counted') }} as items
    inner join {{ ref('int_facilities_placed') }} as facilities
        on
            items.facility_code = facilities.facility_code
            and items.part = facilities.part
            and items.month = facilities.month
            and facilities.geography = 'then'

),

untiered as (

    {{ unioned_by_extract(relations, columns) }}

)

select
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
    tiered.division_code, tiered.facility_tier, tiered.is_primary_care, tiered.month,
    measures.measure_id
union all
select
    untiered.division_code,
    'none' as facility_tier,
    false as is_primary_care,
    untiered.month,
    measures.measure_id,
    untiered.value,
    untiered.submitted_at
from untiered
inner join measures
    on untiered.extract_id = measures.extract_id and untiered.item = measures.item
where untiered.value is not null
