"""The bulletin's charts: what they show, their sentences, and how to read them."""

from dataclasses import replace
from typing import Any

from dashboards.bulletin import specs
from dashboards.charts.theme import ACCENT, PALE, WARNING
from dashboards.chosen import Chosen
from dashboards.components import cells
from dashboards.flow.asked import Asked as Flow
from dashboards.flow.stream import withheld
from dashboards.indicator.counties import title as ranks_title
from dashboards.indicator.past import title as past_title
from dashboards.numbers import plain, valued, with_unit
from dashboards.warehouse import comparisons, dictionary, tables
from dashboards.words import say

SHOWN = 36
# the first that is there is shown over time and by county, the second over time
LINES = ("county_visit_ratio", "cost_per_stay", "signing_rate", "cost_per_visit")
SHADES = {
    "primary": ACCENT,
    "county_hospital": "#7fbab2",
    "other_inside": "#9aa3af",
    "other_county": "#d9a679",
    "outside": WARNING,
    "unknown": PALE,
    "withheld": "#eef0f3",
}
Picture = dict[str, str]


def drawn(it: Chosen) -> list[Picture]:
    """Up to four charts, each with its sentence and how to read it."""
    known = dictionary.with_values(it.lang)
    its = [replace(it, indicator=known[name]) for name in LINES if name in known]
    charts = [
        *(history(one) for one in its[:1]),
        *(ranked(one) for one in its[:1]),
        flow(it),
        # the next that has a series to show
        *[one for one in map(history, its[1:]) if one][:1],
    ]
    return [chart for chart in charts if chart]


def picture(title: str, note: str, spec: specs.Spec) -> Picture:
    return {"title": title, "note": note, "svg": specs.svg(spec)}


def written(value: float | None, one: dict[str, Any], lang: str) -> str:
    text = valued(value, one["unit"], one["decimals"], lang)
    return with_unit(text, cells.unit_of(one, lang))


def history(it: Chosen) -> Picture | None:
    """One indicator over the last years, with its target."""
    name = it.indicator["indicator_id"]
    every = comparisons.history(name, it.code, "all", it.geography, it.period_type)
    rows = [row for row in every if row["period_end"] <= it.period_end][-SHOWN:]
    now = next((row for row in rows if row["period_end"] == it.period_end), None)
    known = [row for row in rows if row["value"] is not None]
    if len(known) < 2:
        return None
    data = [
        {"at": f"{row['period_end']:%Y-%m-01}", "value": row["value"]} for row in known
    ]
    target = now.get("target_value") if now else None
    spec = specs.line(data, target, written(known[-1]["value"], it.indicator, it.lang))
    note = say(it.lang, "bulletin.line_note")
    return picture(past_title(rows, now, it), note, spec)


def ranked(it: Chosen) -> Picture | None:
    """Every county with its interval, and all together."""
    rows = comparisons.counties(
        it.indicator["indicator_id"],
        it.within["division_code"],
        "all",
        it.geography,
        it.period_type,
        it.period_end,
        it.lang,
    )
    known = [row for row in rows if row["value"] is not None]
    if len(known) < 2:
        return None
    data = [
        {
            "name": row["name"],
            "value": row["value"],
            "low": row["value"] if row["lower_95"] is None else row["lower_95"],
            "high": row["value"] if row["upper_95"] is None else row["upper_95"],
        }
        for row in known
    ]
    spec = specs.ranks(data, known[0].get("higher_value"))
    title = say(
        it.lang,
        "bulletin.ranked",
        name=it.indicator["name"],
        said=ranks_title(known, it),
    )
    return picture(title, say(it.lang, "bulletin.ranks_note"), spec)


def flow(it: Chosen) -> Picture | None:
    """Where each county's insured go, a bar a county."""
    if "rpt_patient_flows" not in tables():
        return None
    asked = Flow(it)
    if not asked.shown():
        return None
    codes = sorted({row["division_code"] for row in asked.every})
    data = [part for code in codes for part in bar(code, asked)]
    parts = {asked.place(place): SHADES[place] for place in asked.shown_places}
    inside = asked.inside()
    title = say(
        it.lang,
        "bulletin.flow" if inside is not None else "bulletin.flow_some",
        place=it.division["name"],
        value=f"{plain(inside, 1, 1)}%",
    )
    note = say(it.lang, "bulletin.flow_note") + withheld(asked)
    return picture(title, note, specs.shares(data, parts))


def bar(code: str, asked: Flow) -> list[specs.Spec]:
    """The parts of one county's bar; none where its whole is not published."""
    whole = asked.whole(code)
    if not whole:
        return []
    return [
        {
            "name": asked.names.get(code, code),
            "part": asked.place(place),
            "share": 100 * asked.amount(place, code) / whole,
            "order": order,
        }
        for order, place in enumerate(asked.shown_places)
    ]
