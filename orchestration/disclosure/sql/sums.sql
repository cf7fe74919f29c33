-- The relations that hold, from the pairs of a whole and a part. Months may lack a part,
-- of whom there was none: a relation has the parts of all months.
create or replace temp table holding as
select kind, whole
from (
    select
        kind,
        whole,
        abs(value - sum(weight * part_value)) <= 1e-6 * greatest(1, abs(value)) as holds
    from pairs
    group by cell, kind, whole, value
)
group by kind, whole
having bool_and(holds)
-- which tiers make the whole: the most that do
qualify
    kind not between 3 and 6
    or kind = max(kind) over (partition by whole, kind between 3 and 6);

create or replace temp table sums as
select
    row_number() over (order by whole, parts) as relation,
    whole,
    parts
from (
    select distinct whole, parts
    from (
        select
            pairs.whole,
            list_sort(list(distinct {'part': pairs.part, 'weight': pairs.weight})) as parts
        from pairs
        semi join holding
            on pairs.kind = holding.kind and pairs.whole = holding.whole
        group by pairs.kind, pairs.whole
    )
)
where not list_contains(list_transform(parts, p -> p.part), whole);
