"""The table of printed figures, and the address that follows what is chosen."""

from typing import Any

import dash_ag_grid as dag
import polars as pl
from dash import Dash, Input, Output, State, html

from dashboards import verdicts
from dashboards.components import table as look
from dashboards.figures.detail import difference_text, result_text
from dashboards.words import period, say

OPTIONS = look.OPTIONS | {"rowHeight": 48, "rowSelection": look.SELECTION}


def region(found: pl.DataFrame, figure: str, lang: str) -> html.Section:
    """The table with its name for those who hear it."""
    return html.Section(
        grid(found, figure, lang),
        className="region",
        **{"aria-label": say(lang, "figures.grid")},
    )


def grid(found: pl.DataFrame, figure: str, lang: str) -> dag.AgGrid:
    none = say(lang, "figures.none")
    middle: Any = {"rowId": figure, "rowPosition": "middle"}
    return dag.AgGrid(
        id="table",
        columnDefs=columns(lang),
        rowData=rows(found, lang),
        getRowId="params.data.statistic_id",
        selectedRows={"ids": [figure]} if figure else [],
        scrollTo=middle if figure else None,
        defaultColDef={"resizable": False, "sortable": True, "suppressMovable": True},
        dashGridOptions=OPTIONS | {"localeText": {"noRowsToShow": none}},
        className="table",
        style={"height": "100%"},
    )


def columns(lang: str) -> list[dict]:
    """Verdict, what it is about, three numbers, where from."""
    by_value = {"type": "rightAligned", "cellClass": "number"}

    def column(field: str, head: str, **more: object) -> dict:
        return {"field": field, "headerName": say(lang, head), **more}

    def number(field: str, head: str, width: int, **more: object) -> dict:
        shown = {"function": f"params.data.{field}_text"}
        return column(
            field, head, width=width, valueFormatter=shown, **by_value, **more
        )

    return [
        column("rank", "column.verdict", width=104, cellRenderer="Verdict"),
        column("measure", "column.figure", flex=3, minWidth=160, cellRenderer="Figure"),
        number("stated_value", "detail.printed", 104, cellRenderer="Printed"),
        number("recomputed_value", "detail.recomputed", 112),
        number("difference", "detail.difference", 88),
        column(
            "document", "column.document", flex=2, minWidth=104, cellRenderer="Quiet"
        ),
    ]


def rows(found: pl.DataFrame, lang: str) -> list[dict]:
    return [cells(row, lang) for row in found.iter_rows(named=True)]


def cells(row: dict, lang: str) -> dict:
    """What the table shows of a figure; numbers to sort by and texts to read."""
    kept = (
        "statistic_id", "verdict", "measure", "document", "stated_value",
        "recomputed_value", "difference",
    )  # fmt: skip
    return {name: row[name] for name in kept} | {
        "rank": verdicts.ORDER.index(row["verdict"]),
        "verdict_word": verdicts.word(row["verdict"], lang),
        "about": f"{row['subject']} · {period(lang, row['period'])}",
        "stated_value_text": row["printed_value"],
        "unit": "" if row["unit"] == "none" else row["unit"],
        "recomputed_value_text": result_text(row, row["recomputed_value"]),
        "difference_text": difference_text(row),
    }


def connect(app: Dash) -> None:
    """What the browser does alone: choose, clear, keep the address."""
    app.clientside_callback(
        "dash_clientside.yigai.narrow_window",
        Output("table", "columnDefs"),
        Input("table", "id"),
        State("table", "columnDefs"),
    )
    app.clientside_callback(
        "dash_clientside.yigai.choose",
        Output("figure", "data"),
        Input("table", "selectedRows"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        "dash_clientside.yigai.close",
        Output("figure", "data", allow_duplicate=True),
        Output("table", "selectedRows"),
        Input("close", "n_clicks"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        "dash_clientside.yigai.toggle",
        Output("verdicts", "data", allow_duplicate=True),
        *[Input(f"chip-{verdict}", "n_clicks") for verdict in verdicts.ORDER],
        State("verdicts", "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        "dash_clientside.yigai.press",
        *[Output(f"chip-{verdict}", "aria-pressed") for verdict in verdicts.ORDER],
        Input("verdicts", "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        "dash_clientside.yigai.clear",
        Output("document", "value"),
        Output("verdicts", "data"),
        Output("text", "value"),
        Input("reset", "n_clicks"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        "dash_clientside.yigai.remember",
        Output("language", "href"),
        Output("download-csv", "href"),
        Output("download-xlsx", "href"),
        Input("document", "value"),
        Input("verdicts", "data"),
        Input("text", "value"),
        Input("figure", "data"),
        Input("lang", "data"),
        prevent_initial_call=True,
    )
