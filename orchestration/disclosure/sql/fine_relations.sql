-- Finer counts add up to measures, and what went to a county is what its facilities
-- claimed. As all relations they are taken only where they hold.
insert into pairs
select
    whole.cell, 102, whole.node, whole.value, part.node, part.value, 1.0
from months as whole
inner join (select unnest($flows, recursive := true)) as sums
    on whole.quantity = sums.measure
inner join months as part
    on
        starts_with(part.quantity, 'flow ')
        and whole.place = part.place and whole.period_end = part.period_end
        and whole.tier = split_part(part.tier, ' ', 1)
        and sums.care_kind in ('any', split_part(part.quantity, ' ', 2))
        and sums.destination in ('any', split_part(part.tier, ' ', 4))
where whole.geography = 'then'

union all

select
    whole.cell, 103, whole.node, whole.value, part.node, part.value, 1.0
from months as whole
inner join months as part
    on
        part.quantity = 'report stay' and whole.quantity = $reported
        and whole.place = part.place and whole.period_end = part.period_end
        and whole.tier = split_part(part.tier, ' ', 1)
where whole.geography = 'now';

-- both sides of this one have many members: the first claim is the whole of the rest
insert into pairs
with

claims as (

    select
        *,
        split_part(tier, ' ', 1) as leaf,
        split_part(quantity, ' ', 2) as care_kind,
        node = min(node) over (
            partition by quantity, place, split_part(tier, ' ', 1), period_end
        ) as is_first
    from months
    where starts_with(quantity, 'claim ')

)

select whole.cell, 104, whole.node, whole.value, part.node, part.value, -1.0
from claims as whole
inner join claims as part
    on
        whole.quantity = part.quantity and whole.place = part.place
        and whole.leaf = part.leaf and whole.period_end = part.period_end
where whole.is_first and not part.is_first

union all

select whole.cell, 104, whole.node, whole.value, part.node, part.value, 1.0
from claims as whole
inner join months as part
    on
        part.quantity = 'flow ' || whole.care_kind
        and whole.place = split_part(part.tier, ' ', 3)
        and whole.leaf = split_part(part.tier, ' ', 1)
        and whole.period_end = part.period_end
where whole.is_first;
