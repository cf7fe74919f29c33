"""Every printed figure that a calculation leads to, and whether it holds."""

import polars as pl
from dash import Dash, Input, Output, State, dcc, html

from dashboards import frame, verdicts
from dashboards.components import choices
from dashboards.figures import detail, subpages, table
from dashboards.figures.asked import Asked
from dashboards.numbers import plain
from dashboards.view import View
from dashboards.warehouse import printed
from dashboards.words import say

PATH, NAME = "/printed-figures", "figures"


def layout(**query: object) -> html.Div:
    view = View.of(**query)
    return frame.framed(NAME, view, lambda: body(view))


def body(view: View) -> list:
    if not printed.verdict_counts():
        return subpages.nothing("figures", view.lang)
    asked = Asked.of(view)
    found = narrowed(asked, view.lang)
    label = html.P(say(view.lang, "figures.label"), className="nature")
    panel = detail.panel(asked.figure, view.lang)
    return [
        dcc.Store(id="figure", data=asked.figure),
        dcc.Store(id="verdicts", data=list(asked.verdicts)),
        subpages.heading("figures", view.lang, label),
        html.Div(
            [chips(asked, found, view.lang), *filters(asked, view.lang)],
            className="filters",
        ),
        html.Div(
            [
                table.region(chosen(found, asked.verdicts), asked.figure, view.lang),
                html.Div(
                    [
                        html.Span(
                            counted(found, asked, view.lang), id="shown", role="status"
                        ),
                        *download_links(asked, view.lang),
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


def narrowed(asked: Asked, lang: str) -> pl.DataFrame:
    return printed.figures(lang, asked.document, asked.text)


def chosen(found: pl.DataFrame, wanted: list[str] | tuple[str, ...]) -> pl.DataFrame:
    return found.filter(pl.col("verdict").is_in(wanted)) if wanted else found


def counted(found: pl.DataFrame, asked: Asked, lang: str) -> str:
    """How many rows are shown, of all that there are."""
    everything = sum(printed.verdict_counts().values())
    shown = chosen(found, asked.verdicts).height
    return say(lang, "figures.shown", shown=plain(shown), all=plain(everything))


def chips(asked: Asked, found: pl.DataFrame, lang: str) -> html.Div:
    """Toggles, one a verdict, each with its count among what is found."""
    buttons = [
        html.Button(
            [
                verdicts.mark(verdict, lang),
                html.Strong(count, id=f"count-{verdict}"),
            ],
            id=f"chip-{verdict}",
            type="button",
            title=say(lang, f"meaning.{verdict}"),
            **{"aria-pressed": str(verdict in asked.verdicts).lower()},
        )
        for verdict, count in zip(verdicts.ORDER, counts_of(found), strict=True)
    ]
    label = say(lang, "figures.verdict")
    return html.Div(buttons, className="chips", role="group", **{"aria-label": label})


def counts_of(found: pl.DataFrame) -> list[int]:
    counts = dict(found["verdict"].value_counts().iter_rows())
    return [counts.get(verdict, 0) for verdict in verdicts.ORDER]


def filters(asked: Asked, lang: str) -> list:
    """Which document, which words; and back to all."""
    options = [
        {"value": row["document_id"], "label": f"{row['document']} · {row['figures']}"}
        for row in printed.documents(lang).iter_rows(named=True)
    ]
    document = dcc.Dropdown(
        options,
        asked.document or None,
        id="document",
        optionHeight="auto",
        maxHeight=360,
        placeholder=say(lang, "figures.all_documents"),
        labels=choices.labels(lang),
    )
    label = say(lang, "figures.document")
    text = dcc.Input(
        asked.text,
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


def download_links(asked: Asked, lang: str) -> list[html.A]:
    return [
        html.A(
            kind.upper(),
            id=f"download-{kind}",
            href=asked.address(lang, f"/download/printed-figures.{kind}"),
        )
        for kind in ("csv", "xlsx")
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
    asked = Asked.of(view)
    found = narrowed(asked, view.lang)
    rows = table.rows(chosen(found, asked.verdicts), view.lang)
    return rows, counted(found, asked, view.lang), *counts_of(found)


def rows_asked(view: View) -> pl.DataFrame:
    """The figures that the page shows under the same address."""
    asked = Asked.of(view)
    return chosen(narrowed(asked, view.lang), asked.verdicts)


TABLES = {"printed-figures": rows_asked}
