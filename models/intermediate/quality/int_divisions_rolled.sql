-- Into which divisions a county's figures add: itself, its prefecture and its province,
-- under its code of then and its code of now. A prefecture that is found wrong itself
-- adds into itself and its province.
with

places as (

    select * from {{ ref('int_divisions_placed') }}

)

select
    division_code,
    placed_code as rolled_code
from places

union

select
    division_code,
    left(placed_code, 4) as rolled_code
from places

union

select
    division_code,
    left(placed_code, 2) as rolled_code
from places

union

select
    left(placed_code, 4) as division_code,
    left(placed_code, 4) as rolled_code
from places

union

select
    left(placed_code, 4) as division_code,
    left(placed_code, 2) as rolled_code
from places

union

select
    left(placed_code, 2) as division_code,
    left(placed_code, 2) as rolled_code
from places
