"""Every printed figure that a calculation leads to, and whether it holds."""

import polars as pl
from dash import Dash, Input, Output, State, dcc, html

from dashboards import downloads, frame, verdicts, warehouse
from dashboards.figures import detail, table
from dashboards.numbers import plain
from dashboards.view import View
from dashboards.words import say

PATH, NAME = "/printed-figures", "figures"


def layout(**query: object) -> html.Div:
    view = View.of(**query)
    return frame.framed(NAME, view, lambda: body(view))


def body(view: View) -> list:
    found = narrowed(view)
    label = html.P(say(view.lang, "figures.label"), className="nature")
    panel = detail.panel(view.figure, view.lang)
    return [
        dcc.Store(id="figure", data=view.figure),
        dcc.Store(id="verdicts", data=list(view.verdicts)),
        frame.title("figures.title", view.lang, label),
        html.Div([chips(view, found), *filters(view)], className="filters"),
        html.Div(
            [
                table.region(chosen(found, view.verdicts), view),
                html.Div(
                    [
                        html.Span(counted(found, view), id="shown", role="status"),
                        *download_links(view),
                    ],
                    className="under",
                ),
                html.Aside(
                    [close_button(view.lang), html.Div(panel, id="detail")],
                    id="panel",
                    tabIndex=0,
                ),
            ],
            className="table-and-detail",
        ),
    ]


def narrowed(view: View) -> pl.DataFrame:
    return warehouse.figures(view.lang, view.document, view.text)


def chosen(found: pl.DataFrame, wanted: list[str] | tuple[str, ...]) -> pl.DataFrame:
    return found.filter(pl.col("verdict").is_in(wanted)) if wanted else found


def counted(found: pl.DataFrame, view: View) -> str:
    """How many rows are shown, of all that there are."""
    everything = sum(warehouse.verdict_counts().values())
    shown = chosen(found, view.verdicts).height
    return say(view.lang, "figures.shown", shown=plain(shown), all=plain(everything))


def chips(view: View, found: pl.DataFrame) -> html.Div:
    """Toggles, one a verdict, each with its count among what is found."""
    buttons = [
        html.Button(
            [
                verdicts.mark(verdict, view.lang),
                html.Strong(count, id=f"count-{verdict}"),
            ],
            id=f"chip-{verdict}",
            type="button",
            title=say(view.lang, f"meaning.{verdict}"),
            **{"aria-pressed": str(verdict in view.verdicts).lower()},
        )
        for verdict, count in zip(verdicts.ORDER, counts_of(found), strict=True)
    ]
    label = say(view.lang, "figures.verdict")
    return html.Div(buttons, className="chips", role="group", **{"aria-label": label})


def counts_of(found: pl.DataFrame) -> list[int]:
    counts = dict(found["verdict"].value_counts().iter_rows())
    return [counts.get(verdict, 0) for verdict in verdicts.ORDER]


def filters(view: View) -> list:
    """Which document, which words; and back to all."""
    lang = view.lang
    options = [
        {"value": row["document_id"], "label": f"{row['document']} · {row['figures']}"}
        for row in warehouse.documents(lang).iter_rows(named=True)
    ]
    document = dcc.Dropdown(
        options,
        view.document or None,
        id="document",
        optionHeight="auto",
        maxHeight=360,
        placeholder=say(lang, "figures.all_documents"),
        labels=table.dropdown(lang),
    )
    label = say(lang, "figures.document")
    text = dcc.Input(
        view.text,
        "search",
        id="text",
        debounce=0.4,
        maxLength=80,
        placeholder=say(lang, "figures.text_hint"),
    )
    reset = html.Button(say(lang, "figures.reset"), id="reset", type="button")
    return [
        html.Div(document, className="wide", role="group", **{"aria-label": label}),
        html.Label([html.Span(say(lang, "figures.text")), text]),
        reset,
    ]


def download_links(view: View) -> list[html.A]:
    return [
        html.A(
            kind.upper(),
            id=f"download-{kind}",
            href=view.address(f"/download/printed-figures.{kind}"),
        )
        for kind in downloads.KINDS
    ]


def close_button(lang: str) -> html.Button:
    return html.Button("×", id="close", type="button", title=say(lang, "detail.close"))


def connect(app: Dash) -> None:
    """Filters narrow the table, a row fills the panel, the address keeps both."""
    app.callback(
        Output("table", "rowData"),
        Output("shown", "children"),
        *[Output(f"count-{verdict}", "children") for verdict in verdicts.ORDER],
        Input("document", "value"),
        Input("verdicts", "data"),
        Input("text", "value"),
        State("lang", "data"),
        prevent_initial_call=True,
    )(narrow)
    app.callback(
        Output("detail", "children"),
        Input("figure", "data"),
        State("lang", "data"),
        prevent_initial_call=True,
    )(detail.panel)
    table.connect(app)


def narrow(document: str, wanted: list[str], text: str, lang: str) -> tuple:
    view = View.of(lang=lang, document=document, verdict=",".join(wanted), q=text)
    found = narrowed(view)
    rows = table.rows(chosen(found, view.verdicts), lang)
    return rows, counted(found, view), *counts_of(found)
