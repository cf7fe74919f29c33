-- Which series add up to which: places to the place above, tiers to all, terms to their
-- sum. A relation is taken where it holds in the figures of every month of a series, so
-- that what is matched, missing or moved needs no rule of its own; and it then holds for
-- all classes, because a sum of months is a sum of such relations.
create or replace temp table months as
select
    row_number() over () as cell,
    cells.quantity, cells.place, cells.tier, cells.geography, cells.period_end,
    cells.value, nodes.node, nodes.digits
from cells
inner join nodes
    on cells.quantity = nodes.quantity and cells.spot = nodes.spot
    and cells.tier = nodes.tier and cells.year = nodes.year
where cells.period_type = 'month' and cells.quantity not in (select quantity from money)
-- one source speaks for a quantity
qualify
    row_number() over (
        partition by cells.quantity, cells.place, cells.tier, cells.geography,
            cells.period_end
        order by starts_with(cells.source, 'measure ') desc, cells.source
    ) = 1;

create or replace temp table leaf_sets as
select * from (values
    (1, 'primary', ['township', 'village']),
    (2, 'primary', ['township', 'village', 'other']),
    (3, 'all', ['primary', 'county_hospital', 'city']),
    (4, 'all', ['primary', 'county_hospital', 'city', 'other']),
    (5, 'all', ['primary', 'county_hospital', 'city', 'outside', 'unmapped']),
    (6, 'all', ['primary', 'county_hospital', 'city', 'other', 'outside', 'unmapped'])
) as sets(kind, whole, parts);

create or replace temp table pairs as
select
    whole.cell, 100 as kind, whole.node as whole, whole.value, part.node as part,
    part.value as part_value, 1.0 as weight
from months as whole
inner join months as part
    on whole.quantity = part.quantity and whole.geography = part.geography
    and whole.tier = part.tier and whole.period_end = part.period_end
    and whole.digits = part.digits - 2
    and whole.place = left(part.place, len(part.place) - 2)

union all

select
    whole.cell, 0, whole.node, whole.value, part.node, part.value, 1.0
from months as whole
inner join months as part
    on whole.quantity = part.quantity and whole.geography = part.geography
    and whole.place = part.place and whole.period_end = part.period_end
where whole.tier = 'all' and part.tier not in ('all', 'primary')

union all

select
    whole.cell, leaf_sets.kind, whole.node, whole.value, part.node, part.value, 1.0
from months as whole
inner join leaf_sets on whole.tier = leaf_sets.whole
inner join months as part
    on whole.quantity = part.quantity and whole.geography = part.geography
    and whole.place = part.place and whole.period_end = part.period_end
where list_contains(leaf_sets.parts, part.tier)

union all

select
    whole.cell, 101, whole.node, whole.value, part.node, part.value, terms.weight
from months as whole
inner join terms on whole.quantity = terms.whole
inner join months as part
    on terms.part = part.quantity and whole.geography = part.geography
    and whole.place = part.place and whole.tier = part.tier
    and whole.period_end = part.period_end;
