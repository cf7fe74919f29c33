-- What censuses, insurers and fund offices say of places, by scheme where it has one.
{%- set budget = [
    'funds_raised_yuan', 'risk_reserve_yuan', 'major_illness_yuan',
    'vaccine_procurement_yuan', 'years_recognised_yuan', 'major_illness_share_yuan',
    'outside_reserve_yuan', 'quality_deposit_yuan', 'budget_total_yuan',
] %}
{%- set people = [
    'residents', 'registered_residents', 'urban_residents', 'rural_residents',
    'aged_65_residents', 'child_0_6_residents',
] %}
with

insured as (

    select
        'insured_population' as extract_id,
        division_code,
        insutype as part,
        month,
        {{ as_doubles(['insured_people', 'paid_people', 'assisted_people']) }}
    from {{ ref('stg_population__insured_counts') }}

),

residents as (

    select
        'resident_population' as extract_id,
        division_code,
        'all' as part,
        make_date(year(year), 12, 1) as month,
        {{ as_doubles(people) }}
    from {{ ref('stg_population__resident_counts') }}

),

budgets as (

    select
        'fund_budget' as extract_id,
        division_code,
        scheme as part,
        make_date(year(year), 12, 1) as month,
        {{ as_doubles(budget) }}
    from {{ ref('stg_fund__budgets') }}

)

select * from insured
unpivot (value for item in (insured_people, paid_people, assisted_people))
union all
select * from residents
unpivot (value for item in ({{ people | join(', ') }}))
union all
-- a county with two communities has two budgets
select
    extract_id,
    division_code,
    part,
    month,
    item,
    {{ exact_sum('value') }} as value
from budgets
unpivot (value for item in ({{ budget | join(', ') }}))
group by extract_id, division_code, part, month, item
union all
select
    'insured_population' as extract_id,
    division_code,
    'all' as part,
    month,
    item,
    value
from {{ ref('int_insured_items_summed') }}
union all
select
    'settlement' as extract_id,
    division_code,
    'all' as part,
    month,
    item,
    {{ exact_sum('value') }} as value
from {{ ref('int_encounter_items_summed') }}
where geography = 'then'
group by division_code, month, item
union all
-- what the counties of a prefecture add to, beside its own row
select
    extract_id,
    left(division_code, 4) as division_code,
    part,
    month,
    'residents_of_parts' as item,
    {{ exact_sum('residents') }} as value
from residents
where length(division_code) = 6
group by extract_id, left(division_code, 4), part, month
