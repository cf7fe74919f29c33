-- Cells by node, with what is small and what readers know from earlier publications. Of
-- a finer table a month without a row was shown as one of nobody.
create or replace temp table covered as
select distinct source, period_end
from shown_before
where split_part(source, ' ', 1) in ('flow', 'claim', 'report');

create or replace temp table marked as
select
    nodes.node,
    nodes.is_fine,
    cells.class,
    cells.period_type,
    cells.period_end,
    min(cells.value) as value,
    bool_or(
        cells.is_person and cells.value < $threshold
        and (cells.value > 0 or $zeros = 'withheld')
    ) as is_small,
    bool_or(
        case
            when shown_before.value is not null
                then abs(shown_before.value - cells.value) < 1e-9
            else cells.value = 0 and covered.source is not null
                and nodes_before.quantity is null
        end
    ) as is_known
from cells
inner join nodes
    on
        cells.quantity = nodes.quantity and cells.spot = nodes.spot
        and cells.tier = nodes.tier
        and nodes.year between cells.first_year and cells.year
left join shown_before
    on
        cells.source = shown_before.source
        and cells.place = shown_before.place
        and cells.tier = shown_before.tier
        and cells.geography = shown_before.geography
        and cells.period_type = shown_before.period_type
        and cells.period_end = shown_before.period_end
left join covered
    on cells.source = covered.source and cells.period_end = covered.period_end
left join nodes_before
    on
        nodes.quantity = nodes_before.quantity and nodes.spot = nodes_before.spot
        and nodes.tier = nodes_before.tier and nodes.year = nodes_before.year
group by
    nodes.node, nodes.is_fine, cells.class, cells.period_type, cells.period_end;

-- nobody publishes sums of months of a finer series; but where all months but one are
-- known, its sum would give that one
update marked
set is_small = true
from (
    select months.node, sums.period_type, sums.period_end
    from marked as sums
    inner join marked as months
        on
            sums.node = months.node and months.period_type = 'month'
            and months.period_end <= sums.period_end
            and months.period_end > sums.period_end
            - to_months(if(sums.period_type = 'year', 12, 3))
    where sums.is_fine and sums.period_type in ('quarter', 'year')
    group by months.node, sums.period_type, sums.period_end
    having count(*) filter (not months.is_known) = 1
        and bool_or(months.is_small and not months.is_known)
) as alone
where
    marked.node = alone.node and marked.period_type = alone.period_type
    and marked.period_end = alone.period_end;
