-- Which facility an institution of the insurer is, by the newest pair of codes that the
-- counties sent. The insurer's code is unique in a province.
with

crosswalks as (

    select * from {{ ref('stg_facility__crosswalks') }}

)

select
    fixmedins_code,
    max_by(facility_code, concat_ws(' ', cast(valid_to as string), facility_code))
        as facility_code
from crosswalks
group by fixmedins_code
