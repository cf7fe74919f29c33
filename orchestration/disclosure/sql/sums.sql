-- The relations that hold, from the pairs of a whole and a part.
create or replace temp table tried as
select
    kind,
    whole,
    list({'part': part, 'weight': weight} order by part) as parts,
    abs(value - sum(weight * part_value)) <= 1e-6 * greatest(1, abs(value)) as holds
from pairs
group by cell, kind, whole, value;

-- months may lack a part; the fullest relation of a series stands for all of them
create or replace temp table sums as
select
    row_number() over (order by whole, parts) as relation,
    whole,
    parts
from (
    select distinct whole, parts
    from (
        select *
        from tried
        qualify
            bool_and(holds) over (partition by whole, kind)
            and len(parts) = max(len(parts)) over (partition by whole, kind)
    )
    qualify
        kind not between 3 and 6
        or kind = max(kind) over (partition by whole, kind between 3 and 6)
)
where not list_contains(list_transform(parts, p -> p.part), whole);
