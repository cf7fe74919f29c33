"""Tables of many rows: AG Grid with our look, dense and calm."""

from typing import Any

import dash_ag_grid as dag
from dash import html

from dashboards.words import say

THEME = (
    "themeQuartz.withParams({accentColor: '#0f766e', foregroundColor: '#1f2937',"
    " fontFamily: 'inherit', fontSize: 14, headerFontSize: 12, headerFontWeight: 400,"
    " headerTextColor: '#5b6472', headerBackgroundColor: '#ffffff',"
    " borderColor: '#e5e7eb', wrapperBorder: false, wrapperBorderRadius: 0,"
    " columnBorder: false, cellHorizontalPadding: 8, headerHeight: 32,"
    " rowHoverColor: '#f3f7f7', selectedRowBackgroundColor: '#edf6f4'})"
)
OPTIONS: dict[str, Any] = {
    "theme": {"function": THEME},
    "rowHeight": 32,
    "suppressMovableColumns": True,
    "suppressDragLeaveHidesColumns": True,
    "suppressColumnVirtualisation": True,
    "animateRows": False,
}
SELECTION = {"mode": "singleRow", "checkboxes": False, "enableClickSelection": True}


def text(field: str, head: str, **more: Any) -> dict[str, Any]:
    """A column of words."""
    return {"field": field, "headerName": head, **more}


def number(field: str, head: str, width: int = 104, **more: Any) -> dict[str, Any]:
    """A column of numbers: sorted by `field`, shown as the row's `<field>_text`."""
    return {
        "field": field,
        "headerName": head,
        "width": width,
        "type": "rightAligned",
        "cellClass": "figure",
        "valueFormatter": {"function": f"params.data.{field}_text"},
        **more,
    }


def origin(field: str, head: str, width: int = 104) -> dict[str, Any]:
    """A column of values that tell where they come from; rows have `<field>_cell`."""
    return number(field, head, width, cellRenderer="Origin")


def grid(
    name: str, label: str, columns: list[dict], rows: list[dict], lang: str,
    row_id: str = "id", selected: str = "", selects: bool = False,
    row_height: int = 32, **more: Any,
) -> html.Div:  # fmt: skip
    """A table that fills its card.

    Args:
        label: what the table is, for those who hear it.
        row_id: the column that names a row.
        selects: whether a click chooses a row.
    """
    options = OPTIONS | {
        "rowHeight": row_height,
        "localeText": dict.fromkeys(
            ("noRowsToShow", "noMatchingRows"), say(lang, "dropdown.no_options_found")
        ),
        **({"rowSelection": SELECTION} if selects else {}),
        **more,
    }
    made = dag.AgGrid(
        id=name,
        columnDefs=columns,
        rowData=rows,
        getRowId=f"params.data.{row_id}",
        selectedRows={"ids": [selected]} if selected else [],
        scrollTo={"rowId": selected, "rowPosition": "middle"} if selected else None,
        defaultColDef={"resizable": False, "sortable": True, "suppressMovable": True},
        dashGridOptions=options,
        className="table",
        style={"height": "100%"},
    )
    return html.Div(
        made, className="grid-frame", role="region", **{"aria-label": label}
    )
