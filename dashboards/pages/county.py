"""The county one-pager: everything about it, on one screen and one sheet of A4."""

import polars as pl
from dash import Dash, html

from dashboards import frame
from dashboards.chosen import Chosen, chosen
from dashboards.county import beside, table
from dashboards.county.asked import Profile
from dashboards.view import View
from dashboards.words import say

PATH, NAME = "/county", "county"
FILTERS = ("place", "by", "period", "geo")


def layout(**query: object) -> html.Div:
    return frame.page(NAME, View.of(**query), FILTERS, body)


def body(it: Chosen) -> list:
    profile = Profile(it)
    told = say(it.lang, "county.facts", place=it.division["name"], period=it.period)
    # the filters are not printed: there the sheet names its place and period
    heading = html.H2(told, className="sheet-title")
    small = (
        beside.flow,
        beside.income,
        beside.signing,
        beside.community,
        beside.quality,
    )
    right = html.Div([block(profile) for block in small], className="small-cards")
    return [
        heading,
        beside.facts(profile),
        html.Div([table.block(profile), right], className="grid"),
    ]


def table_rows(view: View) -> pl.DataFrame:
    profile = Profile(chosen(view))
    rows = [
        {**row, **profile.standing(row)}
        for name in profile.shown
        if (row := profile.row(name)) is not None
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


TABLES = {"county-table": table_rows}


def connect(app: Dash) -> None:
    """Nothing of its own."""
