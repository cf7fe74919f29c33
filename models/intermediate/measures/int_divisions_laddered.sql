-- Every place that a county's figures count in, in both readings of geography: the
-- county, its prefecture and its province.
select
    division_code,
    geography,
    placed_code as place_code
from {{ ref('int_divisions_placed') }}
union all
select
    division_code,
    geography,
    left(placed_code, 4) as place_code
from {{ ref('int_divisions_placed') }}
union all
select
    division_code,
    geography,
    left(placed_code, 2) as place_code
from {{ ref('int_divisions_placed') }}
