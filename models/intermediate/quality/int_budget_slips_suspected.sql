with

budgets as (

    select * from {{ ref('stg_fund__budgets') }}

),

-- counties differ in size by tens, yuan and ten thousand yuan by ten thousand
usual as (

    select
        scheme,
        percentile_cont(0.5) within group (order by funds_raised_yuan) as usual_yuan
    from budgets
    group by scheme

)

select
    'budget_unit_slip' as fault_kind,
    'fund_budget' as extract_id,
    budgets.division_code,
    'none' as facility_code,
    'funds_raised_yuan' as field_name,
    budgets.year as month,
    budgets.file_id,
    budgets.file_row
from budgets
inner join usual
    on budgets.scheme = usual.scheme
where
    budgets.funds_raised_yuan > 500 * usual.usual_yuan
    or budgets.funds_raised_yuan < usual.usual_yuan / 500
