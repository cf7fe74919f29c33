-- Special causes of each series, and which points belong to them: a point outside its
-- limits; seven that rise or fall; two of three in the outer third of one side; seven
-- on one side. Of several causes at one point the first in this order is told.
with

marked as (

    select * from {{ ref('int_series_points_marked') }}
    where centre is not null

),

runs as (

    select
        *,
        sum(step) over (series rows between 5 preceding and current row) as rises,
        sum(side_of_centre) over (series rows between 2 preceding and current row)
            as sides_of_3,
        sum(is_near_limit) over (series rows between 2 preceding and current row)
            as near_of_3,
        sum(side_of_centre) over (series rows between 6 preceding and current row)
            as sides_of_7
    from marked
    window series as (
        partition by
            indicator_id, geography, division_code, facility_tier, period_type,
            rebase_group
        order by period_end nulls last
    )

),

-- a window that fulfils a rule marks all of its points
spread as (

    select
        *,
        max(case when rises = 6 then 1 else 0 end)
            over (series rows between current row and 6 following) as is_rising,
        max(case when rises = -6 then 1 else 0 end)
            over (series rows between current row and 6 following) as is_falling,
        max(case when abs(sides_of_7) = 7 then 1 else 0 end)
            over (series rows between current row and 6 following) as is_in_shift,
        max(case when abs(sides_of_3) = 3 and near_of_3 >= 2 then 1 else 0 end)
            over (series rows between current row and 2 following) as is_in_two_of_three
    from runs
    window series as (
        partition by
            indicator_id, geography, division_code, facility_tier, period_type,
            rebase_group
        order by period_end nulls last
    )

)

select
    indicator_id,
    geography,
    division_code,
    facility_tier,
    period_type,
    period_end,
    case
        when is_outside = 1 and side_of_centre > 0 then 'above_limit'
        when is_outside = 1 then 'below_limit'
        when is_rising = 1 then 'seven_rising'
        when is_falling = 1 then 'seven_falling'
        when is_in_two_of_three = 1 and is_near_limit = 1 and side_of_centre > 0
            then 'two_of_three_high'
        when is_in_two_of_three = 1 and is_near_limit = 1 then 'two_of_three_low'
        when is_in_shift = 1 and side_of_centre > 0 then 'seven_high'
        when is_in_shift = 1 and side_of_centre < 0 then 'seven_low'
        else 'none'
    end as signal
from spread
