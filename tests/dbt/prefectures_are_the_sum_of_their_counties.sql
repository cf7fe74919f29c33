{{ config(meta={'dagster': {'ref': {'name': 'fct_measures'}}}) }}

-- What adds over places adds up to prefectures and provinces, in both readings.
with

measured as (

    select
        figures.*,
        length(figures.division_code) as digits
    from {{ ref('fct_measures') }} as figures
    inner join {{ ref('stg_dictionary__measures') }} as measures
        on figures.measure_id = measures.measure_id
    where measures.over_places = 'sum'

),

parts as (

    select
        left(division_code, digits - 2) as division_code,
        facility_tier,
        geography,
        month,
        measure_id,
        {{ exact_sum('value') }} as value
    from measured
    where digits > 2
    group by all

)

select
    parts.division_code,
    parts.facility_tier,
    parts.geography,
    parts.month,
    parts.measure_id,
    parts.value as value_of_parts,
    measured.value
from parts
left join measured
    on
        parts.division_code = measured.division_code
        and parts.facility_tier = measured.facility_tier
        and parts.geography = measured.geography
        and parts.month = measured.month
        and parts.measure_id = measured.measure_id
where abs(parts.value - coalesce(measured.value, 0)) > 0.005
