-- One sum over another, or a plain sum. Below one the denominator counts as one: a part
-- of nothing is still too much.
with

sides as (

    select * from {{ ref('int_check_sides_summed') }}
    where statistic_kind = 'ratio'

),

controls as (

    select * from {{ ref('stg_checks__controls') }}

)

select
    sides.check_id,
    sides.division_code,
    sides.facility_code,
    sides.part,
    sides.month,
    sides.numerator as observed,
    case when controls.has_denominator then sides.denominator end as expected,
    case
        when not controls.has_denominator then sides.numerator
        when sides.denominator >= controls.at_least
            and (sides.denominator > 0 or sides.numerator > 0)
            then round(sides.numerator / greatest(sides.denominator, 1), 6)
    end as statistic
from sides
inner join controls
    on sides.check_id = controls.check_id
