-- Every published count of persons as a cell: a measure by place, tier and month, or a
-- side of an indicator by any period; with its class (0 what is finer than a quarter,
-- 1 a quarter's, 2 a year's) and the node of its series in a calendar year.
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

create or replace temp table found as
select
    'measure ' || measures.measure_id as source,
    measures.measure_id as quantity,
    counted.over_time in ('sum', 'mean') and counted.frequency = 'month' as is_flow,
    counted.is_person,
    measures.division_code as place,
    measures.facility_tier as tier,
    measures.geography,
    'month' as period_type,
    last_day(measures.month) as period_end,
    measures.value
from {database}.core.fct_measures as measures
inner join counted on measures.measure_id = counted.measure_id
where
    (counted.is_person or list_contains($named, measures.measure_id))
    and measures.value is not null
union all
select
    facts.indicator_id || ' ' || sides.side,
    sides.quantity,
    sides.is_flow,
    sides.is_person,
    facts.division_code,
    facts.facility_tier,
    facts.geography,
    facts.period_type,
    facts.period_end,
    case sides.side when 'numerator' then facts.numerator else facts.denominator end
        as value
from {database}.indicators.fct_indicator_values as facts
inner join sides on facts.indicator_id = sides.indicator_id
where case sides.side when 'numerator' then facts.numerator else facts.denominator end
    is not null;

-- both readings of geography show the same place, unless anything differs
create or replace temp table moved as
select distinct quantity, place
from (
    select quantity, place
    from found
    group by quantity, source, place, tier, period_type, period_end
    having count(distinct value) > 1
);

create or replace temp table cells as
select
    *,
    case
        when period_type = 'year' then 2
        when period_type = 'quarter' then 1
        when is_flow and period_type = 'month' then 0
        when month(period_end) = 12 then 2
        when month(period_end) % 3 = 0 then 1
        else 0
    end as class,
    year(period_end) as year,
    case
        when period_type = 'rolling_12' and month(period_end) < 12
            then year(period_end) - 1
        else year(period_end)
    end as first_year,
    case
        when geography = 'now' and (quantity, place) in (from moved) then place || ' now'
        else place
    end as spot
from found;

create or replace temp table nodes as
select
    cast(row_number() over (order by quantity, spot, tier, year) - 1 as bigint) as node,
    quantity,
    spot,
    tier,
    year,
    length(split_part(spot, ' ', 1)) as digits,
    avg(value) as size
from cells
group by quantity, spot, tier, year;
