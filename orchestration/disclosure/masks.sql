-- The cells of withheld series, as the published tables name them.
create or replace temp table withheld_cells as
select cells.*
from cells
inner join withheld_nodes as later
    on cells.quantity = later.quantity and cells.spot = later.spot
    and cells.tier = later.tier and cells.year = later.year
left join withheld_nodes as earlier
    on cells.quantity = earlier.quantity and cells.spot = earlier.spot
    and cells.tier = earlier.tier and cells.first_year = earlier.year
where cells.class < greatest(later.hidden, coalesce(earlier.hidden, 0));

create or replace temp table withheld_measures as
select
    quantity as measure_id,
    place as division_code,
    tier as facility_tier,
    geography,
    cast(date_trunc('month', period_end) as date) as month,
    year
from withheld_cells
where source = 'measure';

create or replace temp table withheld_sides as
select
    split_part(source, ' ', 1) as indicator_id,
    place as division_code,
    tier as facility_tier,
    geography,
    period_type,
    period_end,
    bool_or(source like '% numerator') as is_numerator,
    bool_or(source like '% denominator') as is_denominator
from withheld_cells
where source <> 'measure'
group by all;

create or replace temp table shown_now as
select source, place, tier, geography, period_type, period_end, value
from cells
anti join withheld_cells
    using (source, place, tier, geography, period_type, period_end);
