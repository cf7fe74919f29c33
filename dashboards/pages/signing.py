"""Signing and key groups: residents, counties, groups, those under management."""

import polars as pl
from dash import Dash, html

from dashboards import frame
from dashboards.chosen import Chosen, chosen
from dashboards.signing import rates, table
from dashboards.signing.asked import RATE, Asked
from dashboards.view import View
from dashboards.warehouse import subjects

PATH, NAME = "/signing", "signing"
FILTERS = ("place", "by", "period", "geo")


def layout(**query: object) -> html.Div:
    return frame.page(NAME, View.of(**query), FILTERS, body)


def body(it: Chosen) -> list:
    asked = Asked(it)
    blocks = (rates.history, rates.counties, rates.groups, rates.managed, table.block)
    return [html.Div([block(asked) for block in blocks], className="grid")]


def history_rows(view: View) -> pl.DataFrame:
    it = chosen(view)
    found = subjects.histories(
        (RATE,), it.code, it.geography, it.period_type, it.period_end
    )
    return pl.DataFrame(found[RATE], infer_schema_length=None)


def county_rows(view: View) -> pl.DataFrame:
    return pl.DataFrame(Asked(chosen(view)).counties, infer_schema_length=None)


def group_rows(view: View) -> pl.DataFrame:
    rows = list(Asked(chosen(view)).rows.values())
    return pl.DataFrame(rows, infer_schema_length=None)


TABLES = {
    "signing-history": history_rows,
    "signing-groups": group_rows,
    "signing-managed": group_rows,
    "signing-counties": county_rows,
    "signing-table": county_rows,
}


def connect(app: Dash) -> None:
    """Nothing of its own."""
