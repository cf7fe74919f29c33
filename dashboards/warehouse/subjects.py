"""Questions about a group of indicators: their histories, counties and tiers."""

from datetime import date, timedelta
from typing import Any

from dashboards.warehouse import kept, lately, near, places, rows, values
from dashboards.warehouse.profiles import COLUMNS, moment

Rows = list[dict[str, Any]]


def histories(
    indicator_ids: tuple[str, ...], division_code: str, geography: str,
    period_type: str, period_end: date,
) -> dict[str, Rows]:  # fmt: skip
    """Each indicator of one division up to a moment, the oldest first."""
    table = "near_values"
    listed, named = near.among(table, "indicator_id", indicator_ids)
    told = rows(
        f"""
        select {COLUMNS}
        from {table}
        where
            {near.same(table, "division_code")} and {near.same(table, "geography")}
            and {near.same(table, "period_type")} and period_end <= $period_end
            and {listed}
        order by indicator_id, period_end
        """,
        named
        | {
            "division_code": division_code, "geography": geography,
            "period_type": period_type, "period_end": period_end,
        },
    )  # fmt: skip
    found: dict[str, Rows] = {name: [] for name in indicator_ids}
    for row in told:
        found[row["indicator_id"]].append(row)
    return found


@lately
def across(
    indicator_ids: tuple[str, ...], within: str, geography: str, period_type: str,
    period_end: date, lang: str,
) -> Rows:  # fmt: skip
    """Each indicator in every county of a division at one moment."""
    listed, named = near.among("near_values", "indicator_id", indicator_ids)
    return rows(
        f"""
        with found as (
            select {COLUMNS}
            from near_values
            where
                {near.same("near_values", "geography")} and {moment("near_values")}
                and {near.same("near_values", "division_level")} and {listed}
        )
        select
            found.* replace (found.division_code::varchar as division_code),
            divisions.name_zh, divisions.name_en
        from found
        inner join dim_divisions as divisions
            on found.division_code::varchar = divisions.division_code
        where starts_with(divisions.division_code, $within)
        order by divisions.division_code, found.indicator_id
        """,
        named
        | {
            "within": within, "geography": geography, "type": period_type,
            "period_end": period_end, "division_level": "county",
        },
        lang,
    )  # fmt: skip


def last_year(period_end: date) -> date | None:
    """The last day of the newest whole year by a moment; what is yearly is of it."""
    ends = places.periods().get("year", [])
    return next((end for end in ends if end <= period_end), ends[-1] if ends else None)


def start(period_type: str, end: date) -> date:
    """The first day of a period, from its type and last day."""
    first = {"month": end.month, "quarter": end.month - 2, "ytd": 1, "year": 1}
    if period_type in first:
        return date(end.year, first[period_type], 1)
    month = end.month % 12 + 1
    return date(end.year - (month > 1), month, 1)


@kept
def named(lang: str) -> dict[str, dict[str, Any]]:
    """Every division that has a name, with values or without."""
    found = rows("select division_code, name_zh, name_en from dim_divisions", lang=lang)
    return {row["division_code"]: row for row in found}


def together(indicator_id: str, it: Any) -> float | None:
    """The value of all counties that are compared, together."""
    row = values.cell(
        **it.key(
            indicator_id=indicator_id,
            division_code=it.within["division_code"],
            facility_tier="all",
        )
    )
    return row["value"] if row else None


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)
