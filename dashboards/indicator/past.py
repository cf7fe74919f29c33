"""How an indicator moved: history with control limits and target; tenths."""

from typing import Any

from dash import html

from dashboards import words
from dashboards.charts import lines, spreads
from dashboards.charts.marks import Line, Point
from dashboards.chosen import Chosen
from dashboards.components import card, cells
from dashboards.numbers import FLAGGED, valued, with_unit
from dashboards.overview.tiles import is_signal
from dashboards.warehouse import comparisons, records
from dashboards.words import coded, say

ENOUGH = 10


def written(value: float | None, it: Chosen, unit: bool = True) -> str:
    one = it.indicator
    text = valued(value, one["unit"], one["decimals"], it.lang)
    return with_unit(text, cells.unit_of(one, it.lang)) if unit else text


def history(rows: list[dict[str, Any]], it: Chosen) -> html.Article:
    ours = Line(it.division["name"], [point(r, it) for r in rows], True)
    now = next((r for r in rows if r["period_end"] == it.period_end), None)
    limited = now if now and now.get("centre") is not None else None
    levels, band = [], None
    if limited:
        centre = say(
            it.lang, "indicator.centre", value=written(limited["centre"], it, False)
        )
        levels.append(lines.Level(limited["centre"], centre))
        band = (lowest(limited, rows), limited["upper_limit"])
    if now and now.get("target_value") is not None:
        words_ = say(
            it.lang, "indicator.target", value=written(now["target_value"], it, False)
        )
        levels.append(lines.Level(now["target_value"], words_, "dot"))
    figure = lines.history(ours, levels, band)
    note = say(it.lang, "indicator.history_note")
    return card.chart(
        "indicator-history", title(rows, now, it), figure, it.view, note, "history"
    )


def lowest(limited: dict[str, Any], rows: list[dict[str, Any]]) -> float:
    """The lower limit; what is never below zero has none there."""
    least = min(row["value"] for row in rows if row["value"] is not None)
    return max(limited["lower_limit"], 0.0) if least >= 0 else limited["lower_limit"]


def point(row: dict[str, Any], it: Chosen) -> Point:
    when = words.dates(it.lang, row["period_type"], row["period_end"])
    value = (
        written(row["value"], it)
        if row["value"] is not None
        else cells.reason(row, it.lang)
    )
    said = [when, f"<b>{value}</b>"]
    if is_signal(row):
        said.append(coded(it.lang, "signal", row["signal"]))
    said += doubts(row, it)
    warned = is_signal(row) and row["signal_meaning"] == "worse"
    beyond = row.get("signal") in ("above_limit", "below_limit")
    return Point(
        row["period_end"], row["value"], "<br>".join(said), cells.cell_id(row),
        row["lower_95"], row["upper_95"], bool(row["is_provisional"]), warned,
        beyond,
    )  # fmt: skip


def doubts(row: dict[str, Any], it: Chosen) -> list[str]:
    """What hovering says of a value that checks are in doubt of."""
    if row["value"] is None or not row.get("check_count"):
        return []
    about = say(it.lang, "mark.flagged_about", count=row["check_count"])
    return [f"{FLAGGED} {about}"]


def title(rows: list[dict], now: dict[str, Any] | None, it: Chosen) -> str:
    """What the history shows: a run against the target, a signal, or the value."""
    said = {
        "place": it.division["name"],
        "name": it.indicator["name"],
        "period": it.period,
    }
    if now is None or now["value"] is None:
        reason = cells.reason(now or {}, it.lang)
        return say(it.lang, "indicator.history_none", reason=reason, **said)
    said["value"] = written(now["value"], it)
    if now.get("target_value") is not None:
        count, met = run(rows, now, it)
        kind = "run" if count > 1 or len(rows) == 1 else "now"
        key = f"indicator.history_{kind}_{'met' if met else 'missed'}"
        by = "indicator.runs_month" if it.period_type == "month" else "indicator.runs"
        target = written(now["target_value"], it)
        return say(
            it.lang, key, count=count, by=say(it.lang, by), target=target, **said
        )
    if is_signal(now):
        signal = coded(it.lang, "signal", now["signal"]).removeprefix("◆ ")
        return say(it.lang, "indicator.history_above", signal=signal, **said)
    return say(it.lang, "indicator.history_plain", **said)


def run(rows: list[dict], now: dict[str, Any], it: Chosen) -> tuple[int, bool]:
    """For how many periods in a row the target was met, or missed, up to now."""
    down, target = it.indicator["direction"] == "down", now["target_value"]

    def met(row: dict) -> bool | None:
        if row["value"] is None:
            return None
        return row["value"] <= target if down else row["value"] >= target

    past = [row for row in rows if row["period_end"] <= it.period_end]
    count = 0
    for row in reversed(past):
        if met(row) != met(now):
            break
        count += 1
    return count, bool(met(now))


def tenths(rows: list[dict[str, Any]], it: Chosen) -> html.Article:
    """The chosen division against the tenths of all counties."""
    found = records(
        comparisons.tenths(
            it.indicator["indicator_id"],
            it.within["division_code"],
            it.tier,
            it.geography,
            it.period_type,
        )
    )
    found = [row for row in found if row["counties"]]
    if max((row["counties"] for row in found), default=0) < ENOUGH:
        text = say(it.lang, "indicator.tenths_few")
        return card.empty(
            "indicator-tenths", say(it.lang, "indicator.tenths_all"), text, "tenths"
        )
    names = (1, 2, 3, 5, 7, 8, 9)
    series = {
        name: [row["tenths"][at] for row in found] for at, name in enumerate(names)
    }
    ours = Line(it.division["name"], [point(row, it) for row in rows], True)
    figure = spreads.bands(
        [row["period_end"] for row in found],
        series,
        ours,
        say(it.lang, "indicator.median"),
    )
    note = say(it.lang, "indicator.tenths_note")
    return card.chart(
        "indicator-tenths",
        tenths_title(rows, found, it),
        figure,
        it.view,
        note,
        "tenths",
    )


def tenths_title(rows: list[dict], found: list[dict], it: Chosen) -> str:
    now = next((r for r in rows if r["period_end"] == it.period_end), None)
    crowd = next((r for r in found if r["period_end"] == it.period_end), None)
    if not crowd or crowd["tenths"][0] is None:
        return say(it.lang, "indicator.tenths_all")
    low, middle, high = crowd["tenths"][0], crowd["tenths"][3], crowd["tenths"][6]
    if it.division["level"] != "county" or not now or now["value"] is None:
        ends = (written(low, it, False), written(high, it))
        return say(it.lang, "indicator.tenths_span", low=ends[0], high=ends[1])
    value = now["value"]
    where = (
        "top" if value >= high else "bottom" if value <= low
        else "upper" if value >= middle else "lower"
    )  # fmt: skip
    said = say(it.lang, f"indicator.tenths_{where}")
    return say(it.lang, "indicator.tenths", place=it.division["name"], where=said)
