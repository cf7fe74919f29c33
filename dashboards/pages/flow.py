"""Patient flow: where the insured go, as a flow, matrices, and in money."""

import polars as pl
from dash import Dash, html

from dashboards import frame
from dashboards.chosen import Chosen, chosen
from dashboards.components import card, switches
from dashboards.flow import months, stream, tables
from dashboards.flow.asked import CARE, WHAT, Asked
from dashboards.view import View
from dashboards.warehouse import flows
from dashboards.warehouse import tables as published
from dashboards.words import say

PATH, NAME = "/flow", "flow"
FILTERS = ("place", "by", "period")


def layout(**query: object) -> html.Div:
    return frame.page(NAME, View.of(**query), FILTERS, body)


def body(it: Chosen) -> list:
    name = say(it.lang, "nav.flow")
    if "rpt_patient_flows" not in published():
        return [card.empty("flow-stream", name, say(it.lang, "empty.block"))]
    asked = Asked(it)
    if not asked.shown():
        return [html.Div([controls(it), nothing(asked)], className="grid")]
    blocks = (stream.block, tables.matrix, months.block, tables.money, tables.between)
    shown = [block(asked) for block in blocks]
    return [html.Div([controls(it), *shown], className="grid")]


def nothing(asked: Asked) -> html.Article:
    """No encounters, or so few that they are withheld: said, with the switches left."""
    withheld = any(row["withheld"] for row in asked.of())
    text = say(asked.lang, "reason.suppressed" if withheld else "empty.block_selection")
    if withheld and asked.care == "stay":
        text += say(asked.lang, "flow.see_visits")
    return card.empty("flow-stream", say(asked.lang, "nav.flow"), text, "stream")


def controls(it: Chosen) -> html.Div:
    """Whether people or money are counted, and which care."""
    lang = it.lang
    offers = {
        "show": switches.offered("flow.show", tuple(WHAT), lang),
        "care": switches.offered("flow.care", CARE, lang),
    }
    made = [
        switches.switch(name, say(lang, f"flow.{name}"), words, PATH, it)
        for name, words in offers.items()
    ]
    return html.Div(made, className="controls")


def matrix_rows(view: View) -> pl.DataFrame:
    return Asked(chosen(view)).rows


def month_rows(view: View) -> pl.DataFrame:
    asked = Asked(chosen(view))
    return flows.by_month(asked.it.code, asked.it.period_end, asked.care)


def county_rows(view: View) -> pl.DataFrame:
    asked = Asked(chosen(view))
    within = asked.it.within["division_code"]
    return flows.matrix(within, asked.start, asked.it.period_end, asked.care)


TABLES = {
    **{f"flow-{what}": matrix_rows for what in ("stream", "matrix", "money")},
    "flow-months": month_rows,
    "flow-counties": county_rows,
}


def connect(app: Dash) -> None:
    """Nothing of its own."""
