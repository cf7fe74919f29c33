-- Rows of settlements that cannot be right as they stand, one row for each reason.
with

settlements as (

    select * from {{ ref('stg_claims__settlement_rows') }}
    {%- if is_incremental() %}
        where landed_at > {{ last_landed_at() }}
    {%- endif %}

),

known as (

    select code from {{ ref('code_sets') }}
    where list = 'med_type'

),

-- four amounts of two decimals: rounding explains two cents
tested as (

    select
        settlements.insu_admdvs as division_code,
        settlements.fixmedins_code as facility_code,
        settlements.file_id,
        settlements.file_row,
        abs(
            settlements.fund_pay_sumamt
            + settlements.psn_part_amt
            + coalesce(settlements.hosp_part_amt, 0)
            - settlements.medfee_sumamt
        )
        > 0.02 as is_off_total,
        -- local systems extend a code to four digits: the first two tell the kind
        known.code is null as is_of_unknown_type,
        settlements.month,
        settlements.landed_at
    from settlements
    left join known
        on left(settlements.med_type, 2) = known.code

)

select
    'rows_off_total' as item,
    'medfee_sumamt' as field_name,
    division_code,
    facility_code,
    file_id,
    file_row,
    month,
    landed_at
from tested
where is_off_total

union all

select
    'rows_of_unknown_type' as item,
    'med_type' as field_name,
    division_code,
    facility_code,
    file_id,
    file_row,
    month,
    landed_at
from tested
where is_of_unknown_type
