-- The straight line through the counties of a row, each with the weight of its
-- residents: where it starts (the worst off) and ends (the best off), with the
-- variances that the counties' own intervals give to both ends.
with

points as (

    select * from {{ ref('int_inequality_points_scaled') }}

),

middles as (

    select
        indicator_id,
        covariate_id,
        higher_code,
        geography,
        period_type,
        period_end,
        scale,
        counties,
        {{ exact_sum('weight * place') }} as mean_place,
        {{ exact_sum('weight * place * place') }} as mean_square
    from points
    group by
        indicator_id, covariate_id, higher_code, geography, period_type, period_end,
        scale, counties

),

-- how much each county pulls the slope
pulled as (

    select
        points.*,
        middles.mean_place,
        points.weight * (points.place - middles.mean_place)
        / nullif(middles.mean_square - middles.mean_place * middles.mean_place, 0)
            as pull
    from points
    inner join middles
        on
            {{ same_cell('points', 'middles', ['division_code', 'facility_tier']) }}
            and points.covariate_id = middles.covariate_id
            and points.higher_code = middles.higher_code
            and points.scale = middles.scale

),

ends_pulled as (

    select
        *,
        weight - mean_place * pull as pull_at_start,
        weight + (1 - mean_place) * pull as pull_at_end
    from pulled
    where pull is not null

)

select
    indicator_id,
    covariate_id,
    higher_code,
    geography,
    period_type,
    period_end,
    scale,
    counties,
    whole,
    {{ exact_sum('pull_at_start * scaled') }} as start_scaled,
    {{ exact_sum('pull_at_end * scaled') }} as end_scaled,
    -- null as soon as one county has no interval
    {% for name, product in [
        ('start_variance', 'pull_at_start * pull_at_start'),
        ('end_variance', 'pull_at_end * pull_at_end'),
        ('covariance', 'pull_at_start * pull_at_end'),
    ] %}
        case
            when count(standard_error) = counties
                then {{ exact_sum(
                    '1e6 * ' ~ product ~ ' * standard_error * standard_error'
                ) }} / 1e6
        end as {{ name }},
    {% endfor %}
    max(mean_place) as mean_place
from ends_pulled
group by
    indicator_id, covariate_id, higher_code, geography, period_type, period_end, scale,
    counties, whole
