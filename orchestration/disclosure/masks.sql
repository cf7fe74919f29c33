-- The cells of withheld series, as the published tables name them.
create or replace temp table withheld_cells as
select *
from cells
semi join withheld_nodes as held
    on cells.quantity = held.quantity and cells.spot = held.spot
    and cells.tier = held.tier
    and (held.year = cells.year or held.year = cells.first_year)
    and cells.class < held.hidden;

-- money of persons goes with their count: that of a few says what they cost
create or replace temp table withheld_measures as
select
    unnest(list_append(
        list_transform(list_filter($money, m -> m.count = quantity), m -> m.money),
        quantity
    )) as measure_id,
    place as division_code,
    tier as facility_tier,
    geography,
    cast(date_trunc('month', period_end) as date) as month,
    year
from withheld_cells
where starts_with(source, 'measure ');

create or replace temp table withheld_sides as
select
    split_part(cells.source, ' ', 1) as indicator_id,
    cells.place as division_code,
    cells.tier as facility_tier,
    cells.geography,
    cells.period_type,
    cells.period_end,
    bool_or(cells.source like '% numerator' or coalesce(money.side, 'none') = 'numerator')
        as is_numerator,
    bool_or(cells.source like '% denominator' or coalesce(money.side, 'none') = 'denominator')
        as is_denominator
from withheld_cells as cells
left join {database}.indicators.dim_indicator_terms as money
    on money.indicator_id = split_part(cells.source, ' ', 1)
    and list_contains($money, {'money': money.measure_id, 'count': cells.quantity})
where not starts_with(cells.source, 'measure ')
group by all;

create or replace temp table shown_now as
select source, place, tier, geography, period_type, period_end, value
from cells
anti join withheld_cells
    using (source, place, tier, geography, period_type, period_end);
