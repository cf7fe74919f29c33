"""Data quality: arrivals, failed checks, reports against claims, revisions."""

import polars as pl
from dash import Dash, html

from dashboards import frame
from dashboards.chosen import Chosen, chosen
from dashboards.quality import calendar, checks, compared
from dashboards.view import View
from dashboards.warehouse import arrivals, subjects, tables

PATH, NAME = "/quality", "quality"
FILTERS = ("indicator", "place", "by", "period")


def layout(**query: object) -> html.Div:
    return frame.page(NAME, View.of(**query), FILTERS, body)


def body(it: Chosen) -> list:
    blocks = (
        calendar.block,
        checks.block,
        compared.claims,
        compared.revisions,
        calendar.missing,
    )
    return [html.Div([block(it) for block in blocks], className="grid")]


def calendar_rows(view: View) -> pl.DataFrame:
    it = chosen(view)
    if "rpt_arrivals" not in tables():
        return pl.DataFrame()
    return arrivals.calendar(it.code, it.period_end, calendar.MONTHS)


def missing_rows(view: View) -> pl.DataFrame:
    it = chosen(view)
    if "rpt_missing_reports" not in tables():
        return pl.DataFrame()
    start = subjects.start(it.period_type, it.period_end)
    return arrivals.missing(it.code, start, it.period_end)


def check_rows(view: View) -> pl.DataFrame:
    it = chosen(view)
    if "fct_check_cells" not in tables():
        return pl.DataFrame()
    start = subjects.start(it.period_type, it.period_end)
    return pl.DataFrame(arrivals.failed(it.code, start, it.period_end))


def claim_rows(view: View) -> pl.DataFrame:
    it = chosen(view)
    if not arrivals.columns("rpt_reports_against_claims") >= compared.COMPARED:
        return pl.DataFrame()
    start = subjects.start(it.period_type, it.period_end)
    return arrivals.against_claims(it.within["division_code"], start, it.period_end)


def revision_rows(view: View) -> pl.DataFrame:
    it = chosen(view)
    if not arrivals.columns("rpt_revisions") >= compared.REVISED:
        return pl.DataFrame()
    name = it.indicator["indicator_id"]
    return pl.DataFrame(
        arrivals.revisions(name, it.code, it.period_end, compared.TRIANGLE)
    )


TABLES = {
    "quality-calendar": calendar_rows,
    "quality-missing": missing_rows,
    "quality-checks": check_rows,
    "quality-claims": claim_rows,
    "quality-revisions": revision_rows,
}


def connect(app: Dash) -> None:
    """Nothing of its own."""
