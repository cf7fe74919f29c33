-- As int_facility_measures_carried, for what has no facility: censuses and insurers.
with

known as (

    select
        measured.geography,
        measured.division_code,
        measured.facility_tier,
        measured.is_primary_care,
        measured.measure_id,
        measured.month,
        measures.frequency = 'year' and measures.over_time <> 'sum' as is_carried,
        measured.value
    from {{ ref('int_place_measures_unioned') }} as measured
    inner join {{ ref('stg_dictionary__measures') }} as measures
        on measured.measure_id = measures.measure_id

),

months as (

    select distinct month from {{ ref('int_periods_listed') }}

),

held as (

    select
        *,
        lead(month) over (
            partition by
                geography, division_code, facility_tier, is_primary_care, measure_id
            order by month nulls last
        ) as next_month
    from known
    where is_carried

)

select
    geography,
    division_code,
    facility_tier,
    is_primary_care,
    measure_id,
    month,
    value
from known
where not is_carried
union all
select
    held.geography,
    held.division_code,
    held.facility_tier,
    held.is_primary_care,
    held.measure_id,
    months.month,
    held.value
from held
inner join months
    on
        held.month <= months.month
        and months.month < coalesce(held.next_month, date '9999-12-31')
        and months.month < cast(held.month + interval '24' month as date)
