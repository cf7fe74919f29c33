with

reports as (

    select * from {{ ref('stg_facility__monthly_reports') }}

)

select
    'income_parts_off_total' as fault_kind,
    'facility_monthly' as extract_id,
    'none' as division_code,
    reports.facility_code as facility_code,
    'medical_income_yuan' as field_name,
    reports.month as month,
    reports.file_id,
    reports.file_row
from reports
-- three amounts in thousands of yuan, printed whole or with two decimals
where
    abs(
        reports.outpatient_income_yuan
        + reports.inpatient_income_yuan
        - reports.medical_income_yuan
    )
    > case when mod(reports.medical_income_yuan, 1000) = 0 then 1500 else 50 end
