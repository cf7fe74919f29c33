-- Each division among those of the same higher one: counties of a prefecture,
-- prefectures of a province. Equal values share the better rank; rank 1 is the best,
-- and the highest where no direction is better.
with

peers as (

    select
        found.*,
        left(found.division_code, length(found.division_code) - 2) as higher_code,
        -- two divisions of the same ratio may differ in their last bit
        round(
            case indicators.direction when 'down' then 1 else -1 end * found.value, 9
        ) as order_value
    from {{ ref('fct_indicator_values') }} as found
    inner join {{ ref('stg_dictionary__indicators') }} as indicators
        on found.indicator_id = indicators.indicator_id
    where
        found.null_reason = 'none'
        and found.division_level in ('county', 'prefecture')

),

counted as (

    select
        *,
        count(*) over (
            partition by
                indicator_id, higher_code, facility_tier, geography, period_type,
                period_end
        ) as peers,
        rank() over (
            partition by
                indicator_id, higher_code, facility_tier, geography, period_type,
                period_end
            order by order_value nulls last
        ) as peer_rank,
        count(*) over (
            partition by
                indicator_id, higher_code, facility_tier, geography, period_type,
                period_end, order_value
        ) - 1 as peers_tied
    from peers

)

select
    indicator_id,
    division_code,
    higher_code,
    facility_tier,
    geography,
    period_type,
    period_end,
    peers,
    peer_rank,
    peers_tied,
    -- of fewer than ten there are no tenths
    case
        when peers >= 10 then cast(floor(10.0 * (peer_rank - 1) / peers) as int) + 1
    end as decile
from counted
