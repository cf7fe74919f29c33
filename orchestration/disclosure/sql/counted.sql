-- What counts persons: measures, and the sides of indicators as quantities.
create or replace temp table counted as
select
    measure_id,
    over_time,
    frequency,
    (list_contains($units, unit) or list_contains($measures, measure_id))
    and not list_contains($exceptions, measure_id) as is_person
from {database}.indicators.dim_measures;

-- a quantity is one measure, or a weighted sum of some
create or replace temp table sides as
select
    terms.indicator_id,
    terms.side,
    case
        when count(*) = 1 and max(terms.weight) = 1 then max(terms.measure_id)
        else string_agg(terms.weight || '*' || terms.measure_id, '+' order by terms.measure_id)
    end as quantity,
    bool_and(counted.over_time in ('sum', 'mean') and counted.frequency = 'month')
        as is_flow,
    bool_and(counted.is_person) as is_person
from {database}.indicators.dim_indicator_terms as terms
inner join counted on terms.measure_id = counted.measure_id
group by terms.indicator_id, terms.side
having bool_or(counted.is_person)
    or list_has_any(list(terms.measure_id), $named);

-- money of persons, measures and sides of indicators alike, with the counts it goes with
create or replace temp table money as
select
    unnest(list_distinct(list_append(list(sides.quantity), terms.measure_id))) as quantity,
    named.count,
    named.any_tier
from (select unnest($money, recursive := true)) as named
inner join {database}.indicators.dim_measures as terms
    on named.money = terms.measure_id
left join (
    select sides.quantity, parts.measure_id
    from sides
    inner join {database}.indicators.dim_indicator_terms as parts
        on sides.indicator_id = parts.indicator_id and sides.side = parts.side
) as sides
    on terms.measure_id = sides.measure_id
group by terms.measure_id, named.count, named.any_tier;
