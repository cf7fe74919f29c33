"""What the checks found where no published value is in question."""

from datetime import date
from typing import Any

from dash import html

from dashboards.chosen import Chosen
from dashboards.components import card
from dashboards.numbers import plain
from dashboards.warehouse import arrivals, tables
from dashboards.words import coded, say

CATEGORIES = ("conformance", "completeness", "plausibility")
COUNTS = ("results", "passed", "noticed", "without")
HEADS = ("checks_count", "results", "passed", "noticed_count", "not_applicable")
SHOWN = 5


def block(it: Chosen, start: date) -> html.Article:
    """The categories in a small table, and the checks with most notices."""
    name, none = "quality-checks", say(it.lang, "quality.checks_none")
    # results are facility detail: a reader who may see none is told the outcome alone
    has_detail = "rpt_check_results" in tables()
    rows = arrivals.judged(it.code, start, it.period_end) if has_detail else []
    said = {"place": it.division["name"], "period": it.period}
    if not rows:
        return card.empty(
            name, none, say(it.lang, "quality.checks_fine", **said), "checks"
        )
    known = arrivals.checks(it.lang)
    content = html.Div([summary(rows, known, it.lang), *noticed(rows, known, it.lang)])
    note = say(it.lang, "quality.judged_note")
    return card.card(name, title(rows, it, said), content, it.view, note, "checks")


def title(rows: list[dict], it: Chosen, said: dict[str, str]) -> str:
    found = sum(row["warned"] + row["failed"] for row in rows)
    results = plain(sum(row["results"] for row in rows))
    if not found:
        return say(
            it.lang, "quality.all_fine", checks=len(rows), results=results, **said
        )
    return say(it.lang, "quality.noticed", found=plain(found), results=results, **said)


def summary(rows: list[dict], known: dict[str, dict], lang: str) -> html.Table:
    """By category: how many checks and results, and how they came out."""
    sums: dict[str, dict[str, int]] = {}
    for row in rows:
        category = known.get(row["check_id"], {}).get("category", "plausibility")
        mine = sums.setdefault(category, dict.fromkeys(("checks", *COUNTS), 0))
        found = row["warned"] + row["failed"]
        mine["checks"] += 1
        mine["results"] += row["results"]
        mine["passed"] += row["results"] - found - row["without"]
        mine["noticed"] += found
        mine["without"] += row["without"]
    heads = [html.Th(say(lang, "quality.category"), scope="col")]
    heads += [
        html.Th(say(lang, f"quality.{head}"), scope="col", className="figure")
        for head in HEADS
    ]
    body = [
        html.Tr(
            [html.Td(coded(lang, "quality", f"category_{name}"))]
            + [
                html.Td(plain(value), className="figure")
                for value in sums[name].values()
            ]
        )
        for name in CATEGORIES
        if name in sums
    ]
    return html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)], className="plain")


def noticed(rows: list[dict], known: dict[str, dict], lang: str) -> list[Any]:
    """The checks with most notices, by name."""
    found = [row for row in rows if row["warned"] + row["failed"]]
    items = [
        html.Li(
            [
                html.Span(known.get(row["check_id"], {}).get("name", row["check_id"])),
                html.B(plain(row["warned"] + row["failed"])),
            ]
        )
        for row in found[:SHOWN]
    ]
    return [html.Ul(items, className="noticed")] if items else []
