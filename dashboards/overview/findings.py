"""What changed and why, in sentences; and what should be looked at."""

from typing import Any

from dash import dcc, html

from dashboards import words
from dashboards.chosen import Chosen
from dashboards.components import cells
from dashboards.numbers import signed, with_unit
from dashboards.overview.tiles import is_growth, moved
from dashboards.warehouse import summaries
from dashboards.words import coded, say

PARTS = ("within", "mix", "entry", "exit", "volume", "calendar", "other")
SENTENCES, ALERTS = 3, 5


def sentences(
    indicators: list[dict], standing: dict[str, dict], it: Chosen
) -> list[html.Li]:
    """The indicators that moved most on last year, each with its reasons."""
    ids = [one["indicator_id"] for one in indicators]
    parts = reasons(ids, standing, it)
    known = [
        one
        for one in indicators
        if standing.get(one["indicator_id"], {}).get("growth_pct") is not None
        and not is_growth(one)
    ]
    # what can be explained comes first
    known.sort(
        key=lambda one: (
            one["indicator_id"] not in parts,
            -abs(standing[one["indicator_id"]]["growth_pct"]),
        )
    )
    return [
        sentence(one, standing[one["indicator_id"]], parts.get(one["indicator_id"]), it)
        for one in known[:SENTENCES]
    ]


def reasons(ids: list[str], standing: dict[str, dict], it: Chosen) -> dict[str, dict]:
    """The parts of each change, of the period in which the indicator stands."""
    stood = {(row["period_type"], row["period_end"]) for row in standing.values()}
    found: dict[str, dict] = {}
    for period_type, end in stood:
        parts = summaries.reasons(ids, it.code, period_type, end)
        here = {
            name
            for name, row in standing.items()
            if (row["period_type"], row["period_end"]) == (period_type, end)
        }
        found |= {name: row for name, row in parts.items() if name in here}
    return found


def sentence(
    indicator: dict[str, Any], row: dict, parts: dict | None, it: Chosen
) -> html.Li:
    key = "overview.rose" if row["difference"] > 0 else "overview.fell"
    change = say(it.lang, key, change=moved(indicator, row, it.lang))
    if row["period_type"] != it.period_type:
        when = words.dates(it.lang, row["period_type"], row["period_end"])
        change = say(it.lang, "overview.in_year", when=when, change=change)
    said = say(
        it.lang,
        "overview.sentence",
        name="",
        moved=change,
        why=why(indicator, parts, it.lang),
    )
    way = it.view.elsewhere().with_(indicator=indicator["indicator_id"])
    return html.Li(
        [dcc.Link(indicator["name"], href=way.address("/indicator")), " ", said.strip()]
    )


def why(indicator: dict[str, Any], parts: dict | None, lang: str) -> str:
    """The largest part, and the next when it matters; parts add to the change."""
    if not parts or not parts["change"]:
        return say(lang, "overview.no_parts")
    sizes = {name: parts.get(f"{name}_part") or 0.0 for name in PARTS}
    first, second, *_ = sorted(sizes, key=lambda name: -abs(sizes[name]))
    decimals = indicator["decimals"]

    def told(key: str, name: str) -> str:
        points = indicator["unit"] == "%"
        unit = (
            say(lang, "overview.points") if points else cells.unit_of(indicator, lang)
        )
        value = with_unit(signed(sizes[name], decimals, decimals), unit)
        return say(lang, key, part=say(lang, f"part.{name}"), value=value)

    said = told("overview.mainly", first)
    if abs(sizes[second]) < 0.1 * abs(parts["change"]):
        return said
    same = (sizes[first] > 0) == (sizes[second] > 0)
    return said + told("overview.then" if same else "overview.offset", second)


def alerts(indicators: list[dict], it: Chosen) -> tuple[int, list[html.Li]]:
    """Counties whose series left chance behind."""
    names = {one["indicator_id"]: one for one in indicators}
    found = summaries.alerts(
        tuple(names),
        it.within["division_code"],
        it.geography,
        it.period_type,
        it.period_end,
        it.lang,
    )
    return len(found), [alert(row, names, it) for row in found[:ALERTS]]


def alert(row: dict[str, Any], names: dict[str, dict], it: Chosen) -> html.Li:
    indicator = names[row["indicator_id"]]
    name = indicator["name"]
    way = it.view.elsewhere().with_(
        indicator=row["indicator_id"], place=row["division_code"]
    )
    worse = "mark worse" if row["signal_meaning"] == "worse" else "mark"
    return html.Li(
        [
            html.Span(
                [dcc.Link(row["name"], href=way.address("/indicator")), " ", name],
                className="what",
                title=f"{row['name']} {name}",
            ),
            cells.number({**row, "null_reason": "none"}, indicator, it.lang),
            html.Span(coded(it.lang, "signal", row["signal"]), className=worse),
        ]
    )
