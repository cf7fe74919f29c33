"""Questions about one division for its one-pager: values, ranks, changes, at once."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from dashboards.warehouse import near, rows

Rows = list[dict[str, Any]]
COLUMNS = """
    indicator_id, division_code, 'all' as facility_tier, geography, period_type,
    period_end, numerator, denominator, value, lower_95, upper_95,
    facilities_reported, facilities_expected, is_provisional, null_reason
"""


def moment(
    table: str, period_type: str = "type", period_end: str = "period_end"
) -> str:
    """The chosen period, as a condition on one of the near tables."""
    kind = near.same(table, "period_type", period_type)
    return f"({kind} and period_end = ${period_end})"


def both(table: str) -> str:
    """The chosen period, or the last whole year."""
    return f"({moment(table)} or {moment(table, 'year', 'year_end')})"


def values(
    indicator_ids: list[str], codes: list[str], geography: str, period_type: str,
    period_end: date, year_end: date | None,
) -> Rows:  # fmt: skip
    """The values of some divisions in the chosen period and in the last whole year."""
    placed, places = near.among("near_values", "division_code", codes)
    found = rows(
        f"""
        select {COLUMNS}
        from near_values
        where
            {near.same("near_values", "geography")} and {placed}
            and {both("near_values")}
        """,
        places | asked(geography, period_type, period_end, year_end),
    )
    return of(indicator_ids, found)


def of(indicator_ids: Iterable[str], found: Rows) -> Rows:
    """The rows of some indicators: to name forty in the question costs more."""
    wanted = set(indicator_ids)
    return [row for row in found if row["indicator_id"] in wanted]


def standings(
    indicator_ids: list[str], code: str, geography: str, period_type: str,
    period_end: date, year_end: date | None,
) -> Rows:  # fmt: skip
    """Rank among the neighbours, target, and change since the year before."""
    compared = rows(
        f"""
        select
            indicator_id, period_type, peers, peer_rank, target_value, is_target_met,
            verdict_on_higher
        from near_comparisons
        where
            {near.same("near_comparisons", "geography")}
            and {near.same("near_comparisons", "division_code")}
            and {both("near_comparisons")}
        """,
        asked(geography, period_type, period_end, year_end) | {"division_code": code},
    )
    found = {
        (row["indicator_id"], row["period_type"]): row
        for row in of(indicator_ids, compared)
    }
    for row in grown(indicator_ids, code, geography, period_type, period_end, year_end):
        key = (row["indicator_id"], row["period_type"])
        found[key] = found.get(key, {}) | row
    return list(found.values())


def grown(
    indicator_ids: list[str], code: str, geography: str, period_type: str,
    period_end: date, year_end: date | None,
) -> Rows:  # fmt: skip
    """The change since the same period of the year before, where both have a value."""
    changed = rows(
        f"""
        with found as (
            select indicator_id, period_type, period_end, value
            from near_values
            where
                {near.same("near_values", "geography")}
                and {near.same("near_values", "division_code")}
                and (
                    ({near.same("near_values", "period_type", "type")}
                    and period_end in ($period_end, $period_before))
                    or ({near.same("near_values", "period_type", "year")}
                    and period_end in ($year_end, $year_before))
                )
        )
        select
            now.indicator_id, now.period_type, now.value - before.value as difference,
            100 * (now.value / nullif(before.value, 0) - 1) as growth_pct
        from found as now
        inner join found as before
            on now.indicator_id = before.indicator_id
            and now.period_type = before.period_type
            and year(now.period_end) = year(before.period_end) + 1
        where now.period_end in ($period_end, $year_end)
        """,
        asked(geography, period_type, period_end, year_end)
        | {
            "division_code": code,
            "period_before": year_before(period_end),
            "year_before": year_before(year_end),
        },
    )
    return of(indicator_ids, changed)


def asked(
    geography: str, period_type: str, period_end: date, year_end: date | None
) -> dict[str, Any]:
    return {
        "geography": geography, "type": period_type, "period_end": period_end,
        "year": "year", "year_end": year_end,
    }  # fmt: skip


def year_before(end: date | None) -> date | None:
    """The last day of the same period of the year before."""
    if end is None:
        return None
    is_last = (end.month, end.day) in ((2, 28), (2, 29))
    day = 29 if is_last and (end.year - 1) % 4 == 0 else 28 if is_last else end.day
    return date(end.year - 1, end.month, day)
