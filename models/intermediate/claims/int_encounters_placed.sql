-- The aggregated settlements with what matters of the provider: its tier, whether it is
-- primary care, and how far from home it is; as it was then and as it is now.
with

settlements as (

    select * from {{ ref('int_settlements_aggregated') }}
    where not is_empty

),

described as (

    select
        settlements.*,
        homes.geography,
        homes.placed_code as home_code,
        areas.area_code,
        coalesce(kinds.care_kind, 'other') as care_kind,
        providers.facility_code is not null as is_mapped,
        providers.facility_tier,
        coalesce(providers.is_primary_care, false) as is_primary,
        coalesce(providers.is_hospital, false) as is_hospital,
        coalesce(providers.is_lead, false) as is_lead
    from settlements
    inner join {{ ref('int_divisions_placed') }} as homes
        on settlements.insured_county_code = homes.division_code
    inner join {{ ref('int_care_areas_placed') }} as areas
        on
            settlements.provider_county_code = areas.provider_county_code
            and settlements.fixmedins_code = areas.fixmedins_code
            and settlements.month = areas.month
            and homes.geography = areas.geography
    left join {{ ref('care_kinds') }} as kinds
        on settlements.med_type = kinds.med_type
    left join {{ ref('int_providers_placed') }} as providers
        on
            settlements.fixmedins_code = providers.fixmedins_code
            and settlements.month = providers.month
            and homes.geography = providers.geography

),

located as (

    select
        *,
        area_code = home_code as is_inside,
        left(area_code, 4) = left(home_code, 4) as is_in_prefecture,
        case
            when care_kind = 'purchase' then 'pharmacy'
            when is_mapped then facility_tier
            when area_code = 'none' then 'unmapped'
            when left(area_code, 4) = left(home_code, 4) then 'unmapped'
            else 'outside'
        end as provider_tier,
        is_primary and care_kind <> 'purchase' as is_primary_care
    from described

)

select
    month,
    geography,
    home_code as division_code,
    area_code as provider_county_code,
    care_kind,
    is_inside,
    is_in_prefecture,
    is_mapped,
    provider_tier as facility_tier,
    is_primary_care,
    is_hospital,
    is_lead,
    sum(settlements) as settlements,
    sum(fee_yuan) as fee_yuan,
    sum(scope_yuan) as scope_yuan,
    sum(fund_yuan) as fund_yuan,
    sum(person_paid_yuan) as person_paid_yuan,
    max(submitted_at) as submitted_at
from located
group by
    month, geography, home_code, area_code, care_kind, is_inside, is_in_prefecture,
    is_mapped, provider_tier, is_primary_care, is_hospital, is_lead
