-- What a count should be: its own level times the season that its peers had. The level
-- is the mean of the middle half of its months: one wild month does not move it, and
-- small whole numbers do not make it jump as they do a median.
with

counts as (

    select
        *,
        numerator as value
    from {{ ref('int_check_sides_summed') }}
    where statistic_kind = 'history' and numerator >= 0

),

quartiles as (

    select
        series_id,
        percentile_cont(0.25) within group (order by value) as low,
        percentile_cont(0.75) within group (order by value) as high,
        count(*) as months
    from counts
    group by series_id

),

levels as (

    select
        counts.series_id,
        quartiles.months,
        {{ exact_mean('counts.value') }} as level
    from counts
    inner join quartiles
        on
            counts.series_id = quartiles.series_id
            and counts.value between quartiles.low and quartiles.high
    group by counts.series_id, quartiles.months

),

-- a season needs five places that are large enough to show one
seasons as (

    select
        counts.peers_id,
        counts.month,
        percentile_cont(0.5) within group (order by counts.value / levels.level)
            as season
    from counts
    inner join levels
        on counts.series_id = levels.series_id
    where levels.level >= 20
    group by counts.peers_id, counts.month
    having count(*) >= 5

)

select
    counts.check_id,
    counts.division_code,
    counts.facility_code,
    counts.part,
    counts.series_id,
    counts.peers_id,
    counts.month,
    counts.value,
    greatest(levels.level * coalesce(seasons.season, 1), 0.5) as mean,
    levels.months
from counts
inner join levels
    on counts.series_id = levels.series_id
left join seasons
    on
        counts.peers_id = seasons.peers_id
        and counts.month = seasons.month
