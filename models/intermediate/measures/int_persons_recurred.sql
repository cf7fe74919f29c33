-- People by month and by the month before in which they already stood there. Whoever
-- has no such month in a period is counted in it for the first time: that counts people
-- once in any period, without a list of every period's people.
with

listed as (

    select
        *,
        min(division_code) over of_person <> max(division_code) over of_person
        or bool_or(is_marked_then <> is_marked_now) over of_person as has_moved
    from {{ ref('int_persons_listed') }}
    window of_person as (partition by extract_id, person)

),

-- most people stay in one county, marked alike in both readings of geography: their
-- counts add up from there. The others are followed in every place anew.
placed as (

    select
        extract_id,
        division_code as place_code,
        'county' as geography,
        person,
        month,
        is_marked_then as is_marked
    from listed
    where not has_moved
    union all
    select
        listed.extract_id,
        ladders.place_code,
        ladders.geography,
        listed.person,
        listed.month,
        bool_or(
            case ladders.geography
                when 'then' then listed.is_marked_then else listed.is_marked_now
            end
        ) as is_marked
    from listed
    inner join {{ ref('int_divisions_laddered') }} as ladders
        on listed.division_code = ladders.division_code
    where listed.has_moved
    group by
        listed.extract_id, ladders.place_code, ladders.geography, listed.person,
        listed.month

),

followed as (

    select
        *,
        lag(month) over person_months as previous_month,
        max(case when is_marked then month end) over (
            person_months rows between unbounded preceding and 1 preceding
        ) as previous_marked_month
    from placed
    window person_months as (
        partition by extract_id, geography, place_code, person
        order by month nulls last
    )

),

-- no period is longer than twelve months
shortened as (

    select
        extract_id,
        place_code,
        geography,
        month,
        is_marked,
        case
            when previous_month > cast(month - interval '12' month as date)
                then previous_month
        end as previous_month,
        case
            when previous_marked_month > cast(month - interval '12' month as date)
                then previous_marked_month
        end as previous_marked_month
    from followed

)

select
    extract_id,
    place_code,
    geography,
    month,
    is_marked,
    previous_month,
    previous_marked_month,
    count(*) as people
from shortened
group by all
