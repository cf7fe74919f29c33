"""Overview: a prefecture's headline indicators, what changed and why, alerts."""

import polars as pl
from dash import Dash, html

from dashboards import frame
from dashboards.chosen import Chosen, chosen, is_only_printed
from dashboards.components import card
from dashboards.overview import findings, selection, tiles
from dashboards.pages import headlines as printed_headlines
from dashboards.view import View
from dashboards.words import say

PATH, NAME = "/", "overview"
FILTERS = ("place", "by", "period", "geo")


def layout(**query: object) -> html.Div:
    """A publication of printed figures alone opens with their headlines."""
    view = View.of(**query)
    if is_only_printed(view):
        return printed_headlines.layout(**query)
    return frame.page(NAME, view, FILTERS, body)


def body(it: Chosen) -> list:
    indicators = selection.shown(it.lang)
    rows = selection.standing(indicators, it)
    shown = [tiles.tile(one, rows.get(one["indicator_id"]), it) for one in indicators]
    return [
        html.Div(
            [headlines(shown, indicators, rows, it), *beside(indicators, rows, it)],
            className="grid",
        )
    ]


def headlines(shown: list, indicators: list, rows: dict, it: Chosen) -> html.Article:
    means = [
        tiles.meaning(one, rows.get(one["indicator_id"], {})) for one in indicators
    ]
    title = say(
        it.lang,
        "overview.title",
        place=it.division["name"],
        period=it.period,
        count=len(shown),
        better=means.count("better"),
        worse=means.count("worse"),
        met=sum(bool(row["is_target_met"]) for row in rows.values()),
    )
    content = html.Div(shown, className="indicator-tiles")
    note = say(it.lang, "overview.note")
    return card.card("overview-headlines", title, content, it.view, note, "tiles")


def beside(indicators: list, rows: dict, it: Chosen) -> list[html.Article]:
    """What moved and why; what should be looked at."""
    moved = findings.sentences(indicators, rows, it)
    count, found = findings.alerts(indicators, it)
    nothing = html.P(say(it.lang, "overview.alerts_none"), className="nothing")
    if count > len(found):
        more = say(it.lang, "overview.more", count=count - len(found))
        found.append(html.Li(more, className="note"))
    return [
        card.card(
            "overview-moved", say(it.lang, "overview.moved"), html.Ul(moved), it.view,
            area="moved", files=False,
        ),
        card.card(
            "overview-alerts", say(it.lang, "overview.alerts", count=count),
            html.Ul(found) if found else nothing, it.view, area="alerts", files=False,
        ),
    ]  # fmt: skip


def rows_shown(view: View) -> pl.DataFrame:
    it = chosen(view)
    rows = selection.standing(selection.shown(it.lang), it)
    frame = pl.DataFrame(list(rows.values()), infer_schema_length=None)
    return frame.drop("series")


TABLES = {"overview-headlines": rows_shown}


def connect(app: Dash) -> None:
    """Nothing of its own."""
