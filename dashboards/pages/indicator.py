"""One indicator: its definition, history, and how its counties compare."""

import polars as pl
from dash import Dash, html

from dashboards import frame
from dashboards.chosen import Chosen, chosen
from dashboards.indicator import counties, definition, past, table
from dashboards.view import View
from dashboards.warehouse import comparisons, origins

PATH, NAME = "/indicator", "indicator"
FILTERS = ("indicator", "place", "by", "period", "tier", "geo")


def layout(**query: object) -> html.Div:
    return frame.page(NAME, View.of(**query), FILTERS, body)


def body(it: Chosen) -> list:
    series, rows = history(it), compared(it)
    now = next((row for row in series if row["period_end"] == it.period_end), None)
    blocks = [
        definition.block(it, now),
        past.history(series, it),
        past.tenths(series, it),
        counties.ranked(rows, it),
        counties.funnel(rows, it),
        counties.schematic(rows, it),
        table.table(rows, it),
    ]
    return [html.Div(blocks, className="grid")]


def history(it: Chosen) -> list[dict]:
    name = it.indicator["indicator_id"]
    return origins.with_flags(
        comparisons.history(name, it.code, it.tier, it.geography, it.period_type)
    )


def compared(it: Chosen) -> list[dict]:
    """The counties, and what checks say of them."""
    name, within = it.indicator["indicator_id"], it.within["division_code"]
    rows = comparisons.counties(
        name, within, it.tier, it.geography, it.period_type, it.period_end, it.lang
    )
    return origins.with_flags(rows)


def history_rows(view: View) -> pl.DataFrame:
    return pl.DataFrame(history(chosen(view)), infer_schema_length=None)


def county_rows(view: View) -> pl.DataFrame:
    return pl.DataFrame(compared(chosen(view)), infer_schema_length=None)


def tenth_rows(view: View) -> pl.DataFrame:
    it = chosen(view)
    return comparisons.tenths(
        it.indicator["indicator_id"], it.within["division_code"], it.tier,
        it.geography, it.period_type,
    ).explode("tenths")  # fmt: skip


TABLES = {
    "indicator-history": history_rows,
    "indicator-tenths": tenth_rows,
    **{
        f"indicator-{what}": county_rows
        for what in ("ranked", "funnel", "map", "table")
    },
}


def connect(app: Dash) -> None:
    """Nothing of its own."""
