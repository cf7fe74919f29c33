"""Questions about many indicators of one place: how they stand, what moved, why."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from dashboards.warehouse import dictionary, lately, near, origins, places, rows

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
    period_end: date,
) -> dict[str, dict[str, Any]]:  # fmt: skip
    """Each indicator's value, its series, its change on last year, signal and target.

    Two scans of few columns: what growth and comparison say of a value follows from
    its series and its target.
    """
    moment = {
        "division_code": division_code, "geography": geography,
        "period_type": period_type, "period_end": period_end,
    }  # fmt: skip
    trends = {row["indicator_id"]: row for row in told(indicator_ids, moment)}
    silent = dict.fromkeys(TREND)
    found: dict[str, dict[str, Any]] = {}
    for name, past in series(indicator_ids, moment).items():
        now = next((row for row in past if row["period_end"] == period_end), None)
        if now is not None:
            values = [row["value"] for row in past]
            trend = silent | trends.get(name, {})
            stands = moment | {"facility_tier": "all"} | trend | now
            stands |= grown(past, now) | {"series": values}
            found[name] = stands | against_target(stands)
    flagged = origins.with_flags(found.values())
    return dict(zip(found, flagged, strict=True))


def told(ids: list[str], moment: dict) -> list[dict]:
    """Targets at one moment, and what the trends say."""
    trended = moment["period_type"] in TRENDED
    table = "near_trends" if trended else "near_comparisons"
    listed, named = near.among(table, "indicator_id", ids)
    return rows(
        f"""
        select {", ".join(TREND if trended else TARGET)}
        from {table}
        where
            {near.same(table, "division_code")} and {near.same(table, "geography")}
            and {near.same(table, "period_type")} and period_end = $period_end
            and {listed}
        """,
        moment | named,
    )


def series(ids: list[str], moment: dict) -> dict[str, list[dict[str, Any]]]:
    """The last periods of each indicator, the oldest first."""
    table = "near_values"
    listed, named = near.among(table, "indicator_id", ids)
    told = rows(
        f"""
        select {", ".join(VALUE)}
        from {table}
        where
            {near.same(table, "division_code")} and {near.same(table, "geography")}
            and {near.same(table, "period_type")}
            and period_end between $first and $period_end and {listed}
        order by indicator_id, period_end
        """,
        moment
        | named
        | {"first": first_of(moment["period_type"], moment["period_end"])},
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for row in told:
        found.setdefault(row["indicator_id"], []).append(row)
    return found


def first_of(period_type: str, period_end: date) -> date:
    """The last day of the first of the last periods."""
    ends = [end for end in places.periods()[period_type] if end <= period_end]
    return ends[:SERIES][-1] if ends else period_end


def grown(past: list[dict[str, Any]], now: dict[str, Any]) -> dict[str, Any]:
    """The change on the same period of last year, where both have a value."""
    end = now["period_end"]
    year_before = [
        row["value"]
        for row in past
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
    period_end: date,
) -> dict[str, list[float | None]]:  # fmt: skip
    """The last values of each indicator, the oldest first."""
    moment = {
        "division_code": division_code, "geography": geography,
        "period_type": period_type, "period_end": period_end,
    }  # fmt: skip
    found = series(indicator_ids, moment)
    return {name: [row["value"] for row in past] for name, past in found.items()}


def reasons(
    indicator_ids: list[str], division_code: str, period_type: str, period_end: date
) -> dict[str, dict[str, Any]]:
    """Why each indicator moved since the year before: the parts of its change."""
    return changes(indicator_ids, division_code, period_type, period_end, "value")


def changes(
    indicator_ids: Iterable[str], division_code: str, period_type: str,
    period_end: date, quantity: str,
) -> dict[str, dict[str, Any]]:  # fmt: skip
    """The parts of each change since the year before; of withheld cells none."""
    table = "near_changes"
    listed, named = near.among(table, "indicator_id", indicator_ids)
    found = rows(
        f"""
        from {table}
        where
            {near.same(table, "division_code")} and {near.same(table, "period_type")}
            and period_end = $period_end and {near.same(table, "quantity")}
            and {listed}
        """,
        named
        | {
            "division_code": division_code, "period_type": period_type,
            "period_end": period_end, "quantity": quantity,
        },
    )  # fmt: skip
    return {row["indicator_id"]: row for row in found}


@lately
def alerts(
    indicator_ids: tuple[str, ...], within: str, geography: str, period_type: str,
    period_end: date, lang: str,
) -> list[dict[str, Any]]:  # fmt: skip
    """Counties whose series left chance behind in this period, the worse ones first."""
    table = "near_trends"
    listed, named = near.among(table, "indicator_id", indicator_ids)
    return rows(
        f"""
        with found as (
            select
                indicator_id, division_code, 'all' as facility_tier, geography,
                period_type, period_end, value, signal::varchar as signal,
                signal_meaning::varchar as signal_meaning
            from {table}
            where
                {near.same(table, "geography")} and {near.same(table, "period_type")}
                and period_end = $period_end and {listed}
        )
        select found.*, divisions.name_zh, divisions.name_en
        from found
        inner join dim_divisions as divisions
            on found.division_code::varchar = divisions.division_code
        where
            starts_with(divisions.division_code, $within)
            and signal not in ('none', 'too_few_points')
            and signal_meaning in ('worse', 'higher', 'lower')
        order by
            signal_meaning = 'worse' desc,
            signal in ('above_limit', 'below_limit') desc,
            divisions.division_code,
            found.indicator_id::varchar
        """,
        {
            "within": within, "geography": geography, "period_type": period_type,
            "period_end": period_end, **named,
        },
        lang,
    )  # fmt: skip
