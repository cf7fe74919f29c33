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
    budgets.budget_total_yuan,
    budgets.year,
    budgets._file_id as file_id,
    budgets._row_number as file_row
from budgets
inner join current_slices
    on
        budgets._file_id = current_slices.file_id
        and budgets.division_code = current_slices.reporting_unit
        and cast(budgets.year as string) = current_slices.period
