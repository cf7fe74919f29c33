"""Income structure and costs: sources, medicines, what a visit and a stay cost."""

import polars as pl
from dash import Dash, html

from dashboards import frame
from dashboards.chosen import Chosen, chosen
from dashboards.income import changes, costs, parts
from dashboards.income.asked import Years
from dashboards.view import View
from dashboards.warehouse import subjects, summaries

PATH, NAME = "/income", "income"
FILTERS = ("place", "by", "period", "geo")


def layout(**query: object) -> html.Div:
    return frame.page(NAME, View.of(**query), FILTERS, body)


def body(it: Chosen) -> list:
    years = Years(it)
    blocks = [
        parts.sources(years, it),
        parts.made(years, it),
        costs.drugs(years, it),
        costs.cost("cost_per_visit", "visit", it),
        costs.cost("cost_per_stay", "stay", it),
        changes.block(it),
    ]
    return [html.Div(blocks, className="grid")]


def yearly_rows(view: View) -> pl.DataFrame:
    rows = [row for found in Years(chosen(view)).rows.values() for row in found]
    return pl.DataFrame(rows, infer_schema_length=None)


def cost_rows(view: View) -> pl.DataFrame:
    it = chosen(view)
    found = subjects.histories(
        tuple(changes.COSTS.values()),
        it.code,
        it.geography,
        it.period_type,
        it.period_end,
    )
    return pl.DataFrame(
        [r for rows in found.values() for r in rows], infer_schema_length=None
    )


def change_rows(view: View) -> pl.DataFrame:
    it = chosen(view)
    names = tuple(changes.COSTS.values())
    found = summaries.changes(names, it.code, it.period_type, it.period_end, "money")
    return pl.DataFrame(list(found.values()), infer_schema_length=None)


TABLES = {
    **{f"income-{what}": yearly_rows for what in ("sources", "made", "drugs")},
    **{f"income-{what}": cost_rows for what in ("visit", "stay")},
    "income-changes": change_rows,
}


def connect(app: Dash) -> None:
    """Nothing of its own."""
