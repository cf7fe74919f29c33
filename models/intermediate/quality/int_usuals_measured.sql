-- How many times its usual ratio a place has: usual in its own other months, or among
-- its peers in the same month.
with

controls as (

    select * from {{ ref('stg_checks__controls') }}
    where statistic_kind = 'usual'

),

ratios as (

    select
        sides.*,
        controls.at_least,
        case
            when controls.against = 'self' then sides.series_id
            else concat_ws(' ', sides.peers_id, cast(sides.month as string))
        end as group_id,
        sides.numerator / case
            when controls.has_denominator then nullif(sides.denominator, 0) else 1
        end as ratio,
        case
            when controls.has_denominator then sides.denominator else sides.numerator
        end as size
    from {{ ref('int_check_sides_summed') }} as sides
    inner join controls
        on sides.check_id = controls.check_id

),

usual as (

    select
        group_id,
        percentile_cont(0.5) within group (order by ratio) as ratio,
        percentile_cont(0.5) within group (order by size) as size,
        count(ratio) as ratios
    from ratios
    group by group_id

)

select
    ratios.check_id,
    ratios.division_code,
    ratios.facility_code,
    ratios.part,
    ratios.month,
    ratios.ratio as observed,
    usual.ratio as expected,
    -- two or three are no custom
    case
        when usual.ratios >= 4
            and greatest(ratios.size, usual.size) >= ratios.at_least
            then round(ratios.ratio / nullif(usual.ratio, 0), 6)
    end as statistic
from ratios
inner join usual
    on ratios.group_id = usual.group_id
