-- Who of the insured had a stay in a month, and whether one was inside the county: as
-- the counties were then, and as they are now.
with

stays as (

    select
        patients.division_code,
        patients.psn_no,
        patients.month,
        areas.geography,
        areas.area_code = homes.placed_code as is_inside
    from {{ ref('int_patients_listed') }} as patients
    inner join {{ ref('int_care_areas_placed') }} as areas
        on
            patients.provider_county_code = areas.provider_county_code
            and patients.fixmedins_code = areas.fixmedins_code
            and patients.month = areas.month
    inner join {{ ref('int_divisions_placed') }} as homes
        on
            patients.division_code = homes.division_code
            and areas.geography = homes.geography
    where not patients.is_empty

)

select
    division_code,
    psn_no,
    month,
    bool_or(geography = 'then' and is_inside) as is_inside_then,
    bool_or(geography = 'now' and is_inside) as is_inside_now
from stays
group by division_code, psn_no, month
