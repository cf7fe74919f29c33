"""The counties in numbers."""

from typing import Any

from dash import html

from dashboards.chosen import Chosen
from dashboards.components import card, cells
from dashboards.indicator.past import written
from dashboards.numbers import counted
from dashboards.words import coded, say

HEADS = (
    "name", "value", "lower_95", "upper_95", "numerator", "denominator", "peer_rank",
    "verdict_on_higher", "gap_to_target", "coverage",
)  # fmt: skip
WORDS = ("name", "verdict_on_higher")


def table(rows: list[dict[str, Any]], it: Chosen) -> html.Article:
    """Every county with its limits, sides, rank, and how much was reported."""
    head = html.Tr([heading(name, it.lang) for name in HEADS])
    body = [html.Tr(cells_of(row, it), className=chosen_class(row, it)) for row in rows]
    made = html.Table([html.Thead(head), html.Tbody(body)], className="plain")
    content = html.Div(made, className="scroll", tabIndex=0)
    said = say(it.lang, "indicator.table")
    return card.card("indicator-table", said, content, it.view, area="table")


def heading(name: str, lang: str) -> html.Th:
    kind = "" if name in WORDS else "figure"
    return html.Th(say(lang, f"column.{name}"), className=kind, scope="col")


def chosen_class(row: dict[str, Any], it: Chosen) -> str:
    return "is-chosen" if row["division_code"] == it.code else ""


def cells_of(row: dict[str, Any], it: Chosen) -> list[html.Td]:
    verdict = row.get("verdict_on_higher")
    shown = {
        "name": row["name"],
        "value": cells.number(row, it.indicator, it.lang, unit=False),
        "numerator": counted(row["numerator"], it.lang),
        "denominator": counted(row["denominator"], it.lang),
        "peer_rank": row.get("peer_rank") or "",
        "verdict_on_higher": coded(it.lang, "verdict_on", verdict) if verdict else "",
        "coverage": cells.marks(row, it.lang),
    }
    for name in ("lower_95", "upper_95", "gap_to_target"):
        known = row.get(name) is not None
        shown[name] = written(row[name], it, False) if known else ""
    return [
        html.Td(shown[name], className="" if name in WORDS else "figure")
        for name in HEADS
    ]
