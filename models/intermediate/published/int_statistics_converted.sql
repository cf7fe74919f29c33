with

statistics as (

    select * from {{ ref('stg_published__statistics') }}

),

units as (

    select * from {{ ref('units') }}

)

select
    statistics.*,
    units.unit_en,
    cast(units.factor as double) as unit_factor,
    statistics.stated_value * units.factor as base_value,
    0.5 * power(10, -statistics.decimals) * units.factor as base_half_digit
from statistics
inner join units
    on statistics.unit_zh = units.unit_zh
