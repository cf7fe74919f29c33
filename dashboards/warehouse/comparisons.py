"""Questions about one indicator over all counties: ranks, funnel, tenths, limits."""

from datetime import date
from typing import Any

import polars as pl

from dashboards.warehouse import ask, in_language, records


def counties(
    indicator_id: str, within: str, tier: str, geography: str, period_type: str,
    period_end: date, lang: str,
) -> list[dict[str, Any]]:  # fmt: skip
    """Every county of a division at one moment, the best first, the silent last."""
    rows = ask(
        """
        with found as (
            from fct_indicator_values
            where
                indicator_id = $indicator and division_level = 'county'
                and starts_with(division_code, $within) and facility_tier = $tier
                and geography = $geography and period_type = $type
                and period_end = $period_end
        )
        select
            found.*, divisions.name_zh, divisions.name_en,
            compared.peers, compared.peer_rank, compared.decile,
            compared.higher_value, compared.verdict_on_higher,
            compared.funnel_lower_95, compared.funnel_upper_95,
            compared.funnel_lower_998, compared.funnel_upper_998,
            compared.funnel_position, compared.target_value, compared.gap_to_target,
            compared.is_target_met, compared.months_to_target
        from found
        inner join dim_divisions as divisions
            on found.division_code = divisions.division_code
        left join (
            from fct_indicator_comparisons
            where
                indicator_id = $indicator and facility_tier = $tier
                and geography = $geography and period_type = $type
                and period_end = $period_end
        ) as compared
            on found.division_code = compared.division_code
        order by compared.peer_rank nulls last, found.division_code
        """,
        {
            "indicator": indicator_id, "within": within, "tier": tier,
            "geography": geography, "type": period_type, "period_end": period_end,
        },
    )  # fmt: skip
    return records(in_language(rows, lang))


def tenths(
    indicator_id: str, within: str, tier: str, geography: str, period_type: str
) -> pl.DataFrame:
    """The 1st to 9th tenth of the counties of a division at each moment."""
    return ask(
        """
        select
            period_end,
            quantile_cont(value, [0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9]) as tenths,
            count(value) as counties
        from fct_indicator_values
        where
            indicator_id = ? and division_level = 'county'
            and starts_with(division_code, ?) and facility_tier = ?
            and geography = ? and period_type = ?
        group by period_end
        order by period_end
        """,
        [indicator_id, within, tier, geography, period_type],
    )


def history(
    indicator_id: str, division_code: str, tier: str, geography: str, period_type: str
) -> list[dict[str, Any]]:
    """One division over time with its control limits and signals, the oldest first."""
    rows = ask(
        """
        with found as (
            from fct_indicator_values
            where
                indicator_id = $indicator and division_code = $division
                and facility_tier = $tier and geography = $geography
                and period_type = $type
        ),
        trends as (
            from fct_indicator_trends
            where
                indicator_id = $indicator and division_code = $division
                and facility_tier = $tier and geography = $geography
                and period_type = $type
        )
        select
            found.*, trends.centre, trends.lower_limit, trends.upper_limit,
            trends.signal, trends.signal_meaning, trends.trend, trends.trend_meaning,
            trends.target_value, trends.assurance
        from found
        left join trends on found.period_end = trends.period_end
        order by found.period_end
        """,
        {
            "indicator": indicator_id, "division": division_code, "tier": tier,
            "geography": geography, "type": period_type,
        },
    )  # fmt: skip
    return records(rows)
