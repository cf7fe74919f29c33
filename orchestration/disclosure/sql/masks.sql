-- Money goes with its count: that of a few persons says what they cost.
create or replace temp table withheld_nodes as
select nodes.*, held.hidden
from (
    select node, max(hidden) as hidden
    from (
        select node, hidden from hidden_nodes
        union all
        select nodes.node, held.hidden
        from nodes
        inner join money on nodes.quantity = money.quantity
        inner join hidden_nodes as held
            on
                money.count = held.quantity and nodes.year = held.year
                and split_part(nodes.spot, ' ', 1) = split_part(held.spot, ' ', 1)
                and (money.any_tier or nodes.tier = held.tier)
    )
    group by node
) as held
inner join nodes on held.node = nodes.node;

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
where starts_with(source, 'measure ');

create or replace temp table withheld_sides as
select
    split_part(source, ' ', 1) as indicator_id,
    place as division_code,
    tier as facility_tier,
    geography,
    period_type,
    period_end,
    bool_or(split_part(source, ' ', 2) = 'numerator') as is_numerator,
    bool_or(split_part(source, ' ', 2) = 'denominator') as is_denominator
from withheld_cells
where split_part(source, ' ', 2) in ('numerator', 'denominator')
group by all;

-- finer series, whole years of them
create or replace temp table withheld_fine as
select
    split_part(quantity, ' ', 1) as kind,
    split_part(quantity, ' ', 2) as care_kind,
    spot as place,
    split_part(tier, ' ', 1) as facility_tier,
    split_part(tier, ' ', 3) as other,
    split_part(tier, ' ', 4) as destination,
    year
from withheld_nodes
where is_fine;

-- one county's deaths follow from all others' and the prefecture's, which stand in every
-- row: a year is shown whole or not at all
create or replace temp table withheld_mortality as
select distinct year
from withheld_cells
where starts_with(source, 'standardised ')
union
select year(own.period_end)
from cells as own
inner join cells as recorded
    on
        own.quantity = 'standardised ' || recorded.quantity
        and own.place = recorded.place and own.tier = recorded.tier
        and own.geography = recorded.geography
        and own.period_type = recorded.period_type
        and own.period_end = recorded.period_end
where own.value <> recorded.value
    and abs(own.value - recorded.value) < $threshold;

create or replace temp table shown_now as
select source, place, tier, geography, period_type, period_end, value
from cells
anti join withheld_cells
    using (source, place, tier, geography, period_type, period_end);
