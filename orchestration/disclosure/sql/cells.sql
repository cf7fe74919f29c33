-- Figures as cells with their class (0 what is finer than a quarter, 1 a quarter's, 2 a
-- year's) and the node of their series in a calendar year.

-- both readings of geography show the same place, unless anything differs
create or replace temp table moved as
select distinct quantity, place
from (
    select quantity, place
    from found
    group by quantity, source, place, tier, period_type, period_end
    having count(distinct value) > 1
);

create or replace temp table cells as
select
    *,
    case
        when period_type = 'year' then 2
        when period_type = 'quarter' then 1
        when is_flow and period_type = 'month' then 0
        when month(period_end) = 12 then 2
        when month(period_end) % 3 = 0 then 1
        else 0
    end as class,
    year(period_end) as year,
    case
        when period_type = 'rolling_12' and month(period_end) < 12
            then year(period_end) - 1
        else year(period_end)
    end as first_year,
    case
        when geography = 'now' and (quantity, place) in (from moved) then place || ' now'
        else place
    end as spot
from found;

create or replace temp table nodes as
select
    cast(row_number() over (order by quantity, spot, tier, year) - 1 as bigint) as node,
    quantity,
    spot,
    tier,
    year,
    length(split_part(spot, ' ', 1)) as digits,
    split_part(quantity, ' ', 1) in ('flow', 'claim', 'report') as is_fine,
    avg(value) as size
from cells
group by quantity, spot, tier, year;
