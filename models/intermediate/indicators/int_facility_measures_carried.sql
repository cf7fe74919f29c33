-- What is known once a year and does not add (staff, beds at year-end) holds until the
-- next figure, for two years at most; what adds stands in the month that it is dated.
with

known as (

    select
        facility_measures.*,
        measures.frequency = 'year' and measures.over_time <> 'sum' as is_carried
    from {{ ref('int_facility_measures_unioned') }} as facility_measures
    inner join {{ ref('stg_dictionary__measures') }} as measures
        on facility_measures.measure_id = measures.measure_id

),

-- the months in which a facility is there
months as (

    select
        facility_code,
        part,
        month
    from {{ ref('int_facilities_placed') }}
    where geography = 'then' and is_open

),

-- the last month for which a yearly figure stands
held as (

    select
        *,
        lead(month) over (
            partition by facility_code, part, measure_id order by month nulls last
        ) as next_month
    from known
    where is_carried

)

select
    facility_code,
    part,
    measure_id,
    month,
    value
from known
where not is_carried
union all
select
    held.facility_code,
    held.part,
    held.measure_id,
    months.month,
    held.value
from held
inner join months
    on
        held.facility_code = months.facility_code
        and held.part = months.part
        and held.month <= months.month
        and months.month < coalesce(held.next_month, date '9999-12-31')
        and months.month < cast(held.month + interval '24' month as date)
