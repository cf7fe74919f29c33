with

reports as (

    select * from {{ ref('stg_facility__monthly_reports') }}
    where medical_income_yuan > 0

),

-- income for one unit of service: small and large months of one facility differ in
-- their service far more than in its price
priced as (

    select
        *,
        medical_income_yuan / (visits + 10.0 * discharges + 1.0) as unit_price
    from reports

),

usual as (

    select
        facility_code,
        percentile_cont(0.5) within group (order by unit_price) as usual_price,
        count(*) as months_reported
    from priced
    group by facility_code

),

compared as (

    select
        priced.facility_code,
        priced.month,
        priced.file_id,
        priced.file_row,
        priced.unit_price / nullif(usual.usual_price, 0) as times_usual
    from priced
    inner join usual
        on priced.facility_code = usual.facility_code
    where usual.months_reported >= 4

)

select
    'unit_slip' as fault_kind,
    'facility_monthly' as extract_id,
    'none' as division_code,
    compared.facility_code as facility_code,
    'medical_income_yuan' as field_name,
    compared.month as month,
    compared.file_id,
    compared.file_row
from compared
where
    compared.times_usual between 200 and 5000
    or compared.times_usual between 0.05 and 0.2
