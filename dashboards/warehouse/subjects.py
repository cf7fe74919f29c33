"""Questions about a group of indicators: their histories, counties and tiers."""

from datetime import date, timedelta
from typing import Any

from dashboards.warehouse import ask, in_language, kept, places, records, values

Rows = list[dict[str, Any]]
# what a page shows of a value; the other columns cost time
COLUMNS = """
indicator_id, division_code, facility_tier, geography, period_type, period_end,
numerator, denominator, value, lower_95, upper_95, facilities_reported,
facilities_expected, is_provisional, null_reason
"""


def histories(
    indicator_ids: tuple[str, ...], division_code: str, geography: str,
    period_type: str, period_end: date, tier: str = "all",
) -> dict[str, Rows]:  # fmt: skip
    """Each indicator of one division up to a moment, the oldest first."""
    rows = ask(
        f"""
        select {COLUMNS}
        from fct_indicator_values
        where
            indicator_id in (select unnest($ids)) and division_code = $division
            and facility_tier = $tier and geography = $geography
            and period_type = $type and period_end <= $period_end
        order by indicator_id, period_end
        """,
        {
            "ids": list(indicator_ids), "division": division_code, "tier": tier,
            "geography": geography, "type": period_type, "period_end": period_end,
        },
    )  # fmt: skip
    found: dict[str, Rows] = {name: [] for name in indicator_ids}
    for row in records(rows):
        found[row["indicator_id"]].append(row)
    return found


def across(
    indicator_ids: tuple[str, ...], within: str, geography: str, period_type: str,
    period_end: date, lang: str, tier: str = "all",
) -> Rows:  # fmt: skip
    """Each indicator in every county of a division at one moment."""
    rows = ask(
        f"""
        with found as (
            select {COLUMNS}
            from fct_indicator_values
            where
                indicator_id in (select unnest($ids)) and division_level = 'county'
                and starts_with(division_code, $within) and facility_tier = $tier
                and geography = $geography and period_type = $type
                and period_end = $period_end
        )
        select found.*, divisions.name_zh, divisions.name_en
        from found
        inner join dim_divisions as divisions
            on found.division_code = divisions.division_code
        order by found.division_code, found.indicator_id
        """,
        {
            "ids": list(indicator_ids), "within": within, "tier": tier,
            "geography": geography, "type": period_type, "period_end": period_end,
        },
    )  # fmt: skip
    return records(in_language(rows, lang))


def changes(
    indicator_ids: tuple[str, ...], division_code: str, period_type: str,
    period_end: date, quantity: str,
) -> dict[str, dict[str, Any]]:  # fmt: skip
    """The parts of each indicator's change since the year before."""
    rows = ask(
        """
        from fct_indicator_decompositions
        where
            indicator_id in (select unnest($ids)) and division_code = $division
            and facility_tier = 'all' and period_type = $type
            and period_end = $period_end and compared_with = 'year_before'
            and quantity = $quantity
        """,
        {
            "ids": list(indicator_ids), "division": division_code,
            "type": period_type, "period_end": period_end, "quantity": quantity,
        },
    )  # fmt: skip
    return {row["indicator_id"]: row for row in records(rows)}


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
    rows = ask("select division_code, name_zh, name_en from dim_divisions")
    return {row["division_code"]: row for row in records(in_language(rows, lang))}


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
