-- What nothing downstream scans again: settlements that count, by who is insured where,
-- who gave the care, its type and month. Only months that newly landed files touch are
-- built again.
with

settlements as (

    select * from {{ ref('int_settlements_netted') }}

),

touched as (

    {{ months_touched() }}

),

aggregated as (

    select
        month,
        insu_admdvs as insured_county_code,
        coalesce(mdtrtarea_admdvs, 'none') as provider_county_code,
        coalesce(fixmedins_code, 'none') as fixmedins_code,
        left(med_type, 2) as med_type,
        insutype,
        false as is_empty,
        count(*) as settlements,
        sum(medfee_sumamt) as fee_yuan,
        sum(inscp_scp_amt) as scope_yuan,
        sum(fund_pay_sumamt) as fund_yuan,
        sum(psn_part_amt) as person_paid_yuan,
        sum(ipt_days) as stay_days,
        max(submitted_at) as submitted_at,
        max(landed_at) as landed_at
    from settlements
    where
        setl_time >= (select min(touched.month) from touched)
        and setl_time <= (select max(last_day(touched.month)) from touched)
        and month in (select touched.month from touched)
    group by
        month, insu_admdvs, mdtrtarea_admdvs, fixmedins_code, left(med_type, 2),
        insutype

)

select * from aggregated
{%- if is_incremental() %}
    union all
    -- takes along what the month had, if nothing of it is left, and is deleted
    select
        month, 'none', 'none', 'none', 'none', 'none', true, 0, 0, 0, 0, 0, 0,
        cast(null as timestamp), cast(null as timestamp)
    from touched
{%- endif %}
