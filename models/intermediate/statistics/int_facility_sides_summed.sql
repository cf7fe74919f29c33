-- Numerator and denominator of each facility and month, of the ratios whose terms all
-- come from facilities and are all flows or all stocks as they stand at the end: those
-- can be taken apart by facility.
with

needed as (

    select
        needed.indicator_id,
        needed.measure_id,
        terms.side,
        terms.weight,
        max(needed.frequency = 'year') over (partition by needed.indicator_id)
            as is_yearly,
        needed.over_time,
        min(case when needed.grain = 'facility' then 1 else 0 end)
            over (partition by needed.indicator_id) as is_by_facility,
        min(needed.over_time) over (partition by needed.indicator_id) as first_kind,
        max(needed.over_time) over (partition by needed.indicator_id) as last_kind
    from {{ ref('int_indicator_measures_needed') }} as needed
    inner join {{ ref('stg_dictionary__indicator_terms') }} as terms
        on
            needed.indicator_id = terms.indicator_id
            and needed.measure_id = terms.measure_id
    inner join {{ ref('stg_dictionary__indicators') }} as indicators
        on needed.indicator_id = indicators.indicator_id
    where indicators.kind = 'ratio'

)

select
    matched.indicator_id,
    matched.facility_code,
    matched.part,
    matched.month,
    needed.is_yearly,
    needed.over_time,
    {{ exact_sum(
        "case when needed.side = 'numerator' then needed.weight * measured.value end"
    ) }} as numerator,
    {{ exact_sum(
        "case when needed.side = 'denominator' then needed.weight * measured.value end"
    ) }} as denominator
from {{ ref('int_facility_terms_matched') }} as matched
inner join needed
    on
        matched.indicator_id = needed.indicator_id
        and needed.is_by_facility = 1
        and needed.first_kind = needed.last_kind
        and needed.over_time in ('sum', 'last')
inner join {{ ref('int_facility_measures_carried') }} as measured
    on
        matched.facility_code = measured.facility_code
        and matched.part = measured.part
        and matched.month = measured.month
        and needed.measure_id = measured.measure_id
group by
    matched.indicator_id, matched.facility_code, matched.part, matched.month,
    needed.is_yearly, needed.over_time
