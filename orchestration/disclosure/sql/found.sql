-- Every published count of persons, and the money of persons: a measure by place, tier
-- and month, or a side of an indicator by any period.
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
