{%- set items = [
    'funds_raised_yuan', 'risk_reserve_yuan', 'major_illness_yuan',
    'vaccine_procurement_yuan', 'years_recognised_yuan',
    'major_illness_share_yuan', 'outside_reserve_yuan', 'quality_deposit_yuan',
    'budget_total_yuan'
] -%}

-- The budget of a year, of all schemes and communities together, in its December; an
-- item that one of them left blank is missing.
with

budgets as (

    select
        division_code,
        make_date(year(year), 12, 1) as month,
        max(submitted_at) as submitted_at,
        {{ whole_sums_as_doubles(items) }}
    from {{ ref('stg_fund__budgets') }}
    where length(division_code) = 6
    group by division_code, year

)

select
    division_code,
    month,
    item,
    value,
    submitted_at
from budgets
unpivot (value for item in ({{ items | join(', ') }}))
