-- In which county care was given, in both readings of geography: where the claim says,
-- and where it says nothing, where the registry has the institution. Whether care was
-- inside the county is told by this alone.
with

asked as (

    select distinct
        settlements.provider_county_code,
        settlements.fixmedins_code,
        settlements.month,
        readings.geography
    from {{ ref('int_settlements_aggregated') }} as settlements
    cross join (values ('then'), ('now')) as readings (geography)
    where not settlements.is_empty

),

told as (

    select
        asked.*,
        coalesce(
            nullif(asked.provider_county_code, 'none'), providers.division_code, 'none'
        ) as told_code
    from asked
    left join {{ ref('int_providers_placed') }} as providers
        on
            asked.fixmedins_code = providers.fixmedins_code
            and asked.month = providers.month
            and asked.geography = providers.geography

)

select
    told.provider_county_code,
    told.fixmedins_code,
    told.month,
    told.geography,
    -- counties far away are not in the list and stand for themselves
    coalesce(places.placed_code, told.told_code) as area_code
from told
left join {{ ref('int_divisions_placed') }} as places
    on told.told_code = places.division_code and told.geography = places.geography
