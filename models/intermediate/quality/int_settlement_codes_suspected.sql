with

settlements as (

    select * from {{ ref('stg_claims__settlements') }}

),

known as (

    select code from {{ ref('code_sets') }}
    where list = 'med_type'

),

-- local systems extend a code to four digits: the first two tell the kind
unknown as (

    select settlements.*
    from settlements
    left join known
        on left(settlements.med_type, 2) = known.code
    where known.code is null

)

select
    'unknown_med_type' as fault_kind,
    'settlement' as extract_id,
    unknown.insu_admdvs as division_code,
    unknown.fixmedins_code as facility_code,
    'med_type' as field_name,
    cast(date_trunc('month', unknown.setl_time) as date) as month,
    unknown.file_id,
    unknown.file_row
from unknown
