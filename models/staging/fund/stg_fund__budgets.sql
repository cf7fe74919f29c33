with

budgets as (

    select * from {{ source('fund', 'fund_budget') }}

),

current_slices as (

    select * from {{ ref('stg_landing__slices') }}
    where extract_id = 'fund_budget' and is_current

)

select
    budgets.division_code,
    budgets.scheme,
    budgets.funds_raised_yuan,
    budgets.risk_reserve_yuan,
    budgets.major_illness_yuan,
    budgets.vaccine_procurement_yuan,
    budgets.years_recognised_yuan,
    budgets.major_illness_share_yuan,
    budgets.outside_reserve_yuan,
    budgets.quality_deposit_yuan,
    budgets.budget_total_yuan,
    budgets.year,
    current_slices.submitted_at,
    budgets._file_id as file_id,
    budgets._row_number as file_row
from budgets
inner join current_slices
    on
        budgets._file_id = current_slices.file_id
        and budgets.division_code = current_slices.reporting_unit
        and cast(budgets.year as string) = current_slices.period
