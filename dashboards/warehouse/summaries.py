"""Questions about many indicators of one place: how they stand, what moved, why."""

from datetime import date
from typing import Any

import polars as pl

from dashboards.warehouse import among, ask, dictionary, in_language, places, records

SERIES = 25  # periods: two years of months, and the same month a year before
VALUE = (
    "indicator_id", "period_end", "numerator", "denominator", "value",
    "facilities_reported", "facilities_expected", "is_provisional", "null_reason",
)  # fmt: skip
TARGET = ("indicator_id", "target_id", "target_value")
TREND = (*TARGET, "signal", "signal_meaning", "trend", "trend_meaning")
# for the others trends are not made: overlapping periods are no series
TRENDED = ("month", "quarter", "year")


def standing(
    indicator_ids: list[str], division_code: str, geography: str, period_type: str,
    period_end: date, tier: str = "all",
) -> dict[str, dict[str, Any]]:  # fmt: skip
    """Each indicator's value, its series, its change on last year, signal and target.

    Two scans of few columns: what growth and comparison say of a value follows from
    its series and its target.
    """
    moment = {
        "division_code": division_code, "facility_tier": tier, "geography": geography,
        "period_type": period_type, "period_end": period_end,
    }  # fmt: skip
    trends = {row["indicator_id"]: row for row in told(indicator_ids, moment)}
    silent = dict.fromkeys(TREND)
    found: dict[str, dict[str, Any]] = {}
    for name, rows in series(indicator_ids, moment).items():
        now = next((row for row in rows if row["period_end"] == period_end), None)
        if now is not None:
            values = [row["value"] for row in rows]
            trend = silent | trends.get(name, {})
            stands = moment | trend | now | grown(rows, now) | {"series": values}
            found[name] = stands | against_target(stands)
    return found


def told(ids: list[str], moment: dict) -> list[dict]:
    """Targets at one moment, and what the trends say."""
    trended = moment["period_type"] in TRENDED
    listed, named = among(ids)
    rows = ask(
        f"""
        select {", ".join(TREND if trended else TARGET)}
        from {"fct_indicator_trends" if trended else "fct_indicator_comparisons"}
        where
            indicator_id in ({listed}) and division_code = $division_code
            and facility_tier = $facility_tier and geography = $geography
            and period_type = $period_type and period_end = $period_end
        """,
        moment | named,
    )
    return records(rows)


def series(ids: list[str], moment: dict) -> dict[str, list[dict[str, Any]]]:
    """The last periods of each indicator, the oldest first."""
    listed, named = among(ids)
    rows = ask(
        f"""
        select {", ".join(VALUE)}
        from fct_indicator_values
        where
            indicator_id in ({listed}) and division_code = $division_code
            and facility_tier = $facility_tier and geography = $geography
            and period_type = $period_type
            and period_end between $first and $period_end
        order by indicator_id, period_end
        """,
        moment
        | named
        | {"first": first_of(moment["period_type"], moment["period_end"])},
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for row in records(rows):
        found.setdefault(row["indicator_id"], []).append(row)
    return found


def first_of(period_type: str, period_end: date) -> date:
    """The last day of the first of the last periods."""
    ends = [end for end in places.periods()[period_type] if end <= period_end]
    return ends[:SERIES][-1] if ends else period_end


def grown(rows: list[dict[str, Any]], now: dict[str, Any]) -> dict[str, Any]:
    """The change on the same period of last year, where both have a value."""
    end = now["period_end"]
    year_before = [
        row["value"]
        for row in rows
        if (row["period_end"].year, row["period_end"].month)
        == (end.year - 1, end.month)
    ]
    base = year_before[0] if year_before else None
    if base is None or now["value"] is None:
        return {"base_value": base, "difference": None, "growth_pct": None}
    growth = 100 * (now["value"] / base - 1) if base else None
    return {
        "base_value": base,
        "difference": now["value"] - base,
        "growth_pct": growth,
    }


def against_target(row: dict[str, Any]) -> dict[str, Any]:
    """How far a value is from its target, and whether it meets it."""
    target, value = row["target_value"], row["value"]
    if target is None or value is None:
        return {"gap_to_target": None, "is_target_met": None}
    ways = {one["target_id"]: one["comparison"] for one in dictionary.targets("zh")}
    at_most = ways.get(row["target_id"]) == "at_most"
    met = value <= target if at_most else value >= target
    return {"gap_to_target": target - value, "is_target_met": met}


def sparks(
    indicator_ids: list[str], division_code: str, geography: str, period_type: str,
    period_end: date, tier: str = "all",
) -> dict[str, list[float | None]]:  # fmt: skip
    """The last values of each indicator, the oldest first."""
    moment = {
        "division_code": division_code, "facility_tier": tier, "geography": geography,
        "period_type": period_type, "period_end": period_end,
    }  # fmt: skip
    found = series(indicator_ids, moment)
    return {name: [row["value"] for row in rows] for name, rows in found.items()}


def reasons(
    indicator_ids: list[str], division_code: str, period_type: str, period_end: date
) -> dict[str, dict[str, Any]]:
    """Why each indicator moved since the year before: the parts of its change."""
    listed, named = among(indicator_ids)
    rows = ask(
        f"""
        from fct_indicator_decompositions
        where
            indicator_id in ({listed}) and division_code = $division
            and facility_tier = 'all' and period_type = $type
            and period_end = $period_end and compared_with = 'year_before'
            and quantity = 'value'
        """,
        {"division": division_code, "type": period_type, "period_end": period_end}
        | named,
    )
    return {row["indicator_id"]: row for row in records(rows)}


def alerts(
    indicator_ids: list[str], within: str, geography: str, period_type: str,
    period_end: date, lang: str,
) -> pl.DataFrame:  # fmt: skip
    """Counties whose series left chance behind in this period, the worse ones first."""
    listed, named = among(indicator_ids)
    rows = ask(
        f"""
        select
            trends.indicator_id, trends.division_code, trends.facility_tier,
            trends.geography, trends.period_type, trends.period_end, trends.value,
            trends.signal, trends.signal_meaning, divisions.name_zh, divisions.name_en
        from fct_indicator_trends as trends
        inner join dim_divisions as divisions
            on trends.division_code = divisions.division_code
        where
            trends.indicator_id in ({listed})
            and starts_with(trends.division_code, $within)
            and trends.facility_tier = 'all' and trends.geography = $geography
            and trends.period_type = $type and trends.period_end = $period_end
            and trends.signal not in ('none', 'too_few_points')
            and trends.signal_meaning in ('worse', 'higher', 'lower')
        order by
            trends.signal_meaning = 'worse' desc,
            trends.signal in ('above_limit', 'below_limit') desc,
            trends.division_code,
            trends.indicator_id
        """,
        {
            "within": within, "geography": geography, "type": period_type,
            "period_end": period_end, **named,
        },
    )  # fmt: skip
    return in_language(rows, lang)
