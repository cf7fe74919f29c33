-- By what share of the whole the parts miss it, beyond what rounding explains: each
-- amount may be off by half a step of its print.
with

sides as (

    select * from {{ ref('int_check_sides_summed') }}
    where statistic_kind = 'gap'

)

select
    check_id,
    division_code,
    facility_code,
    part,
    month,
    parts as observed,
    whole as expected,
    round(
        greatest(abs(parts - whole) - terms * step / 2, 0)
        / greatest(abs(parts), abs(whole), 1),
        9
    ) as statistic
from sides
