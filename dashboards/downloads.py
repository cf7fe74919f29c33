"""Tables as files: CSV that Excel reads as UTF-8, and XLSX."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import polars as pl
import xlsxwriter
from flask import Flask, Response, abort, request

from dashboards import verdicts, warehouse
from dashboards.headlines import selection
from dashboards.view import View
from dashboards.words import entries, say

COLUMNS = (
    "statistic_id",
    "document",
    "clause",
    "subject",
    "period",
    "base_period",
    "current_period",
    "source",
    "measure",
    "printed_text",
    "printed_value",
    "unit",
    "verdict",
    "expression",
    "numerator",
    "denominator",
    "growth_pct",
    "yearly_growth_pct",
    "share_pct",
    "recomputed_value",
    "difference",
    "explanation",
    "other_reading",
    "status",
    "file_name",
    "file_row",
)
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PLAIN_CELLS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}
Cell = str | int | float | None


def connect(server: Flask) -> None:
    """Serve `/download/<table>.<kind>` with the filters of the page's address."""
    server.add_url_rule("/download/<table>.<kind>", "download", download)


def download(table: str, kind: str) -> Response:
    view = View.of(**request.args.to_dict())
    if kind not in KINDS or table not in TABLES:
        abort(404)
    try:
        rows, facts = TABLES[table](view), warehouse.publication()
    except warehouse.NoPublication:
        abort(503, say(view.lang, "missing.title"))
    heads, cells = table_of(rows, view.lang)
    content = (
        to_csv(heads, cells)
        if kind == "csv"
        else to_xlsx(heads, cells, about(view, facts, len(cells)), view.lang)
    )
    name = f"{table}_{datetime.now(UTC):%Y%m%d}.{kind}"
    kept = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=None, content_type=KINDS[kind], headers=kept)


def chosen(view: View) -> pl.DataFrame:
    """The figures that the page shows under the same address."""
    rows = warehouse.figures(view.lang, view.document, view.text)
    if view.verdicts:
        rows = rows.filter(pl.col("verdict").is_in(view.verdicts))
    return rows


def headline(name: str) -> Callable[[View], pl.DataFrame]:
    return lambda view: selection.HEADLINES[name](view.lang)


TABLES: dict[str, Callable[[View], pl.DataFrame]] = {
    "printed-figures": chosen,
    **{name: headline(name) for name in selection.HEADLINES},
}


def table_of(rows: pl.DataFrame, lang: str) -> tuple[list[str], list[list[Cell]]]:
    """Heads and cells in words of the language, codes resolved."""
    kept = [name for name in COLUMNS if name in rows.columns]
    words = {
        name: pl.col(name).replace(
            {
                key.removeprefix(f"{name}."): text[lang]
                for key, text in entries().items()
                if key.startswith(f"{name}.")
            }
        )
        for name in ("verdict", "status")
    }
    cells = rows.select(words.get(name, pl.col(name)) for name in kept)
    heads = [say(lang, f"column.{name}") for name in kept]
    return heads, [list(row) for row in cells.iter_rows()]


def to_csv(heads: list[str], cells: list[list[Cell]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([harmless(cell) for cell in row] for row in cells)
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: Cell) -> Cell:
    """A text that a spreadsheet would run as a formula gets a quote before it."""
    if not isinstance(cell, str) or not cell.startswith(("=", "+", "-", "@", "\t")):
        return cell
    return cell if is_number(cell) else f"'{cell}"


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def to_xlsx(
    heads: list[str], cells: list[list[Cell]], facts: dict[str, Cell], lang: str
) -> bytes:
    """One sheet of rows, one that says what they are."""
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet(say(lang, "download.sheet"))
        sheet.write_row(0, 0, heads, head)
        for number, row in enumerate(cells, 1):
            sheet.write_row(number, 0, row)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(cells), len(heads) - 1)
        sheet.autofit(max_width=320)
        second = book.add_worksheet(say(lang, "download.about"))
        second.write_column(0, 0, list(facts), head)
        second.write_column(0, 1, list(facts.values()))
        second.autofit()
    return buffer.getvalue()


def about(view: View, facts: dict[str, Any], rows: int) -> dict[str, Cell]:
    """What a file says of itself."""
    wanted = " ".join(verdicts.word(v, view.lang) for v in view.verdicts)
    filters = " · ".join(part for part in (view.document, wanted, view.text) if part)
    told = {
        "publication": facts["publication_id"],
        "published_at": facts["published_at"],
        "rows": rows,
        "filters": filters or "—",
        "label": say(view.lang, "headlines.label"),
    }
    return {say(view.lang, f"download.{key}"): value for key, value in told.items()}
