-- Distinct people of each period and place: by the first month that they have in it.
with

recurred as (

    select * from {{ ref('int_persons_recurred') }}

),

ladders as (

    select * from {{ ref('int_divisions_laddered') }}

),

periods as (

    select * from {{ ref('int_periods_listed') }}

),

-- people who stayed in one county rise from there to the places above it
risen as (

    select
        recurred.*,
        coalesce(ladders.place_code, recurred.place_code) as division_code,
        coalesce(ladders.geography, recurred.geography) as reading
    from recurred
    left join ladders
        on
            recurred.geography = 'county'
            and recurred.place_code = ladders.division_code

),

counted as (

    select
        risen.extract_id,
        risen.division_code,
        risen.reading as geography,
        periods.period_type,
        periods.period_end,
        sum(
            case
                when coalesce(risen.previous_month < periods.period_start, true)
                    then risen.people
            end
        ) as people,
        sum(
            case
                when
                    risen.is_marked and coalesce(
                        risen.previous_marked_month < periods.period_start, true
                    )
                    then risen.people
            end
        ) as marked_people
    from risen
    inner join periods
        on risen.month = periods.month
    group by
        risen.extract_id, risen.division_code, risen.reading, periods.period_type,
        periods.period_end

)

select
    extract_id,
    division_code,
    geography,
    period_type,
    period_end,
    case
        when extract_id = 'signing' then 'due_for_renewal' else 'insured_inpatients'
    end as item,
    cast(coalesce(people, 0) as double) as value
from counted
union all
select
    extract_id,
    division_code,
    geography,
    period_type,
    period_end,
    case
        when extract_id = 'signing' then 'renewed' else 'insured_inpatients_inside'
    end as item,
    cast(coalesce(marked_people, 0) as double) as value
from counted
