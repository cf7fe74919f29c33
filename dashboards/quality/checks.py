"""The checks that found something, and what they touch."""

from typing import Any

from dash import html

from dashboards.chosen import Chosen
from dashboards.components import card
from dashboards.numbers import plain
from dashboards.quality import judged
from dashboards.warehouse import arrivals, dictionary, places, subjects, tables
from dashboards.words import say

SHOWN, NAMED = 40, 8


def block(it: Chosen) -> html.Article:
    name, none = "quality-checks", say(it.lang, "quality.checks_none")
    if not {"fct_check_cells", "dim_checks"} <= tables():
        return card.empty(name, none, say(it.lang, "empty.block"), "checks")
    start = subjects.start(it.period_type, it.period_end)
    found = arrivals.failed(it.code, start, it.period_end)
    if not found:
        return judged.block(it, start)
    ids = [row["check_id"] for row in found[:SHOWN]]
    touched = {
        row["check_id"]: row
        for row in arrivals.touched(ids, it.code, start, it.period_end)
    }
    rows = [line(row, touched[row["check_id"]], it) for row in found[:SHOWN]]
    content = html.Div(rows, className="checks", tabIndex=0)
    note = say(it.lang, "quality.checks_note") + withheld(it)
    return card.card(name, title(found, touched, it), content, it.view, note, "checks")


def title(found: list[dict], touched: dict[str, dict], it: Chosen) -> str:
    indicators = {name for row in touched.values() for name in row["indicators"]}
    return say(
        it.lang,
        "quality.checks",
        count=len(found),
        cells=plain(sum(row["cells"] for row in found)),
        indicators=len(indicators),
    )


def withheld(it: Chosen) -> str:
    if "rpt_flagged_cells" not in tables():
        return ""
    found = arrivals.flagged(it.code, it.period_type, it.period_end)
    count = found[0]["withheld"] if found else 0
    return say(it.lang, "quality.withheld", count=count) if count else ""


def line(row: dict[str, Any], touched: dict[str, Any], it: Chosen) -> html.Details:
    """One check: its gravity, words, how much it touches; opened, what."""
    known = arrivals.checks(it.lang).get(row["check_id"], {})
    outcome = "fail" if row["failed"] else "warn"
    summary = html.Summary(
        [
            html.Span(row["severity"], className="severity"),
            html.Span(known.get("name") or row["check_id"], className="what"),
            html.Span(say(it.lang, f"quality.{outcome}"), className=f"mark {outcome}"),
            html.Span(plain(row["cells"]), className="figure"),
        ]
    )
    return html.Details([summary, html.P(touches(touched, it))])


def touches(touched: dict[str, Any], it: Chosen) -> str:
    indicators = dictionary.indicators(it.lang)
    divisions = places.divisions(it.lang)
    return say(
        it.lang,
        "quality.touches",
        indicators=listed(
            [indicators.get(n, {}).get("name", n) for n in touched["indicators"]], it
        ),
        places=listed(
            [divisions.get(c, {}).get("name", c) for c in touched["divisions"]], it
        ),
    )


def listed(names: list[str], it: Chosen) -> str:
    comma = "、" if it.lang == "zh" else ", "
    said = comma.join(names[:NAMED])
    if len(names) > NAMED:
        said += ("" if it.lang == "zh" else " ") + say(
            it.lang, "quality.more", count=len(names)
        )
    return said
