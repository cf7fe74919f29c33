"""Questions about one division for its one-pager: values, ranks, changes, at once."""

from datetime import date
from typing import Any

from dashboards.warehouse import ask, records
from dashboards.warehouse.subjects import COLUMNS

Rows = list[dict[str, Any]]
SAME = """
    indicator_id in (select unnest($ids)) and facility_tier = 'all'
    and geography = $geography
    and (
        (period_type = $type and period_end = $period_end)
        or (period_type = 'year' and period_end = $year_end)
    )
"""


def values(
    indicator_ids: list[str], codes: list[str], geography: str, period_type: str,
    period_end: date, year_end: date | None,
) -> Rows:  # fmt: skip
    """The values of some divisions in the chosen period and in the last whole year."""
    return records(
        ask(
            f"""
            select {COLUMNS}
            from fct_indicator_values
            where {SAME} and division_code in (select unnest($codes))
            """,
            {
                "ids": indicator_ids, "codes": codes, "geography": geography,
                "type": period_type, "period_end": period_end, "year_end": year_end,
            },
        )
    )  # fmt: skip


def standings(
    indicator_ids: list[str], code: str, geography: str, period_type: str,
    period_end: date, year_end: date | None,
) -> Rows:  # fmt: skip
    """Rank among the neighbours, target, and change since the year before."""
    return records(
        ask(
            f"""
            with compared as (
                select
                    indicator_id, period_type, peers, peer_rank, target_value,
                    is_target_met, verdict_on_higher
                from fct_indicator_comparisons
                where {SAME} and division_code = $code
            ),
            grown as (
                select indicator_id, period_type, difference, growth_pct
                from fct_indicator_growth
                where {SAME} and division_code = $code
            )
            from compared full join grown using (indicator_id, period_type)
            """,
            {
                "ids": indicator_ids, "code": code, "geography": geography,
                "type": period_type, "period_end": period_end, "year_end": year_end,
            },
        )
    )  # fmt: skip
