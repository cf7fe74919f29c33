-- How far a count lies from what is expected: the signed deviance residual of a
-- negative binomial distribution. It is near normal for small counts too, and never
-- blind: a count that was always the same may still vary as a Poisson count does.
with

expected as (

    select * from {{ ref('int_counts_expected') }}

),

-- the spread of the middle half, less what chance alone makes
spreads as (

    select
        series_id,
        peers_id,
        power(
            (
                percentile_cont(0.75) within group (order by value / mean)
                - percentile_cont(0.25) within group (order by value / mean)
            )
            / 1.349,
            2
        )
        - 1 / {{ exact_mean('mean') }} as dispersion
    from expected
    group by series_id, peers_id

),

of_peers as (

    select
        peers_id,
        percentile_cont(0.5) within group (order by dispersion) as dispersion
    from spreads
    group by peers_id

),

shaped as (

    select
        expected.*,
        -- no count keeps closer to its season than three in a hundred
        1 / greatest(spreads.dispersion, of_peers.dispersion, 0.001) as shape
    from expected
    inner join spreads
        on expected.series_id = spreads.series_id
    inner join of_peers
        on expected.peers_id = of_peers.peers_id

),

deviances as (

    select
        *,
        2 * (
            case when value > 0 then value * ln(value / mean) else 0 end
            - (value + shape) * ln((value + shape) / (mean + shape))
        ) as deviance
    from shaped

)

select
    check_id,
    division_code,
    facility_code,
    part,
    month,
    value as observed,
    mean as expected,
    -- half a year is the least that has a level
    case
        when months >= 6
            then round(sign(value - mean) * sqrt(greatest(deviance, 0)), 6)
    end as statistic
from deviances
