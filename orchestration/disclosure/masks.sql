-- The cells of withheld series, as the published tables name them.
create or replace temp table withheld_cells as
select *
from cells
semi join withheld_nodes as held
    on cells.quantity = held.quantity and cells.spot = held.spot
    and cells.tier = held.tier
    and (held.year = cells.year or held.year = cells.first_year)
    and cells.class < held.hidden;

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
