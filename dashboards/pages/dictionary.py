"""The dictionary of indicators and measures, with the way down to their files."""

import polars as pl
from dash import Dash, Input, Output, State, dcc, html

from dashboards import frame
from dashboards.components import card
from dashboards.dictionary import detail, listing
from dashboards.view import View
from dashboards.words import say

PATH, NAME = "/dictionary", "dictionary"


def layout(**query: object) -> html.Div:
    view = View.of(**query)
    return frame.framed(NAME, view, lambda: body(view))


def body(view: View) -> list:
    rows = listing.LISTS[listing.shown(view)][0](view.lang)
    chosen = listing.chosen(view, rows)
    panel = html.Div(detail.panel(chosen, view), id="dictionary-detail")
    return [
        dcc.Store(id="dictionary-id", data=chosen),
        html.Div([frame.title(NAME, view.lang), tools(view)], className="title"),
        html.Div(
            [
                card.card(
                    f"dictionary-{listing.shown(view)}",
                    heading(view, rows),
                    listing.listing(view, rows, chosen),
                    view,
                    area="list",
                ),
                html.Aside(panel, className="card area-detail", tabIndex=0),
            ],
            className="grid",
        ),
    ]


def heading(view: View, rows: list[dict]) -> str:
    computed = sum(bool(row.get("computed")) for row in rows)
    key = f"dictionary.title_{listing.shown(view)}"
    return say(view.lang, key, count=len(rows), computed=computed)


def tools(view: View) -> html.Div:
    """Which list, and a search in it."""
    links = [way(name, view) for name in listing.LISTS]
    search = dcc.Input(
        view.get("q"),
        "search",
        id="dictionary-search",
        debounce=0.2,
        maxLength=80,
        placeholder=say(view.lang, "dictionary.search"),
        className="search",
    )
    label = html.Span(say(view.lang, "dictionary.search_label"), className="heard")
    return html.Div(
        [html.Div(links, className="subpages"), html.Label([label, search])],
        className="choices",
    )


def way(name: str, view: View) -> html.A | dcc.Link:
    """A link to one of the lists."""
    rows = listing.LISTS[name][0](view.lang)
    shown = say(view.lang, f"dictionary.{name}", count=len(rows))
    address = view.elsewhere().with_(show=name).address(PATH)
    if name == listing.shown(view):
        return html.A(shown, href=address, **{"aria-current": "page"})
    return dcc.Link(shown, href=address)


def described(name: str, lang: str, address: str) -> list:
    query = dict(pair.split("=", 1) for pair in address[1:].split("&") if "=" in pair)
    return detail.panel(name, View.of(**{**query, "lang": lang}))


def connect(app: Dash) -> None:
    """A row fills the panel, words narrow the list; the address keeps both."""
    app.callback(
        Output("dictionary-detail", "children"),
        Input("dictionary-id", "data"),
        State("lang", "data"),
        State("_pages_location", "search"),
        prevent_initial_call=True,
    )(described)
    app.clientside_callback(
        "dash_clientside.yigai.choose_entry",
        Output("dictionary-id", "data"),
        Input("dictionary-grid", "selectedRows"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        "dash_clientside.yigai.search_entries",
        Output("dictionary-grid", "dashGridOptions"),
        Input("dictionary-search", "value"),
        State("dictionary-grid", "dashGridOptions"),
        prevent_initial_call=True,
    )


def table_of(name: str):
    return lambda view: pl.DataFrame(
        listing.LISTS[name][0](view.lang), infer_schema_length=None
    )


TABLES = {f"dictionary-{name}": table_of(name) for name in listing.LISTS}
