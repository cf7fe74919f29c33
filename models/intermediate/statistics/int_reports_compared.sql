-- Reports beside claims of every facility, month and quantity, and the ratio that the
-- facility usually has: the median of its months that are large enough.
with

reports as (

    select
        facility_code, month, quantity, value as reported,
        cast(null as double) as claimed
    from {{ ref('int_facility_reports_summed') }}

),

claims as (

    select
        facility_code, month, quantity, cast(null as double) as reported,
        value as claimed
    from {{ ref('int_facility_claims_summed') }}

),

stacked as (

    select * from reports
    union all
    select * from claims

),

beside as (

    select
        facility_code,
        month,
        quantity,
        max(reported) as reported,
        max(claimed) as claimed
    from stacked
    group by facility_code, month, quantity

),

sized as (

    select
        beside.*,
        tolerances.highest_ratio,
        tolerances.usual_spread,
        coalesce(beside.reported, 0) < tolerances.smallest
        and coalesce(beside.claimed, 0) < tolerances.smallest as is_small,
        beside.claimed / nullif(beside.reported, 0) as ratio
    from beside
    inner join {{ ref('claims_tolerances') }} as tolerances
        on beside.quantity = tolerances.quantity

),

usual as (

    select
        facility_code,
        quantity,
        count(claimed) as months_claimed,
        count(case when not is_small then ratio end) as months_compared,
        percentile_cont(0.5) within group (
            order by case when not is_small then ratio end
        ) as usual_ratio
    from sized
    group by facility_code, quantity

)

select
    sized.facility_code,
    sized.month,
    sized.quantity,
    sized.reported,
    sized.claimed,
    sized.ratio,
    sized.highest_ratio,
    sized.is_small,
    usual.months_claimed,
    case when usual.months_compared >= 6 then usual.usual_ratio end as usual_ratio,
    case
        when usual.months_compared >= 6
            then usual.usual_ratio * (1 - sized.usual_spread)
    end as lowest_usual_ratio,
    case
        when usual.months_compared >= 6
            then usual.usual_ratio * (1 + sized.usual_spread)
    end as highest_usual_ratio
from sized
inner join usual
    on sized.facility_code = usual.facility_code and sized.quantity = usual.quantity
