with

encounters as (

    select * from {{ ref('int_encounters_placed') }}
    where geography = 'then'

),

flows as (

    select
        division_code,
        provider_county_code,
        facility_tier,
        care_kind,
        case
            when is_inside then 'own_county'
            when is_in_prefecture then 'other_county'
            when provider_county_code = 'none' then 'unknown'
            else 'outside_prefecture'
        end as destination,
        cast(sum(settlements) as bigint) as encounters,
        sum(fee_yuan) as fee_yuan,
        sum(fund_yuan) as fund_yuan,
        month
    from encounters
    where care_kind in ('visit', 'stay')
    group by
        division_code, provider_county_code, facility_tier, care_kind, is_inside,
        is_in_prefecture, month

)

select
    division_code,
    provider_county_code,
    facility_tier,
    care_kind,
    destination,
    encounters,
    cast(fee_yuan as double) as fee_yuan,
    cast(fund_yuan as double) as fund_yuan,
    month
from flows
