-- The row of a file that holds what a unit reported for a month: where to look when a
-- check says no.
select
    'facility_monthly' as extract_id,
    'none' as division_code,
    facility_code,
    'all' as part,
    month,
    file_id,
    file_row
from {{ ref('stg_facility__monthly_reports') }}

union all

select
    'facility_annual' as extract_id,
    'none' as division_code,
    facility_code,
    'all' as part,
    make_date(year(year), 12, 1) as month,
    file_id,
    file_row
from {{ ref('stg_facility__annual_reports') }}

union all

select
    'insured_population' as extract_id,
    division_code,
    'none' as facility_code,
    insutype as part,
    month,
    file_id,
    file_row
from {{ ref('stg_population__insured_counts') }}

union all

select
    'resident_population' as extract_id,
    division_code,
    'none' as facility_code,
    'all' as part,
    make_date(year(year), 12, 1) as month,
    file_id,
    file_row
from {{ ref('stg_population__resident_counts') }}

union all

-- two where a county has two communities
select
    'fund_budget' as extract_id,
    division_code,
    'none' as facility_code,
    scheme as part,
    make_date(year(year), 12, 1) as month,
    min(file_id) as file_id,
    min(file_row) as file_row
from {{ ref('stg_fund__budgets') }}
group by division_code, scheme, year
