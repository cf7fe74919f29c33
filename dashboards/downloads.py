"""Tables as files: CSV that Excel reads as UTF-8, and XLSX; each one is logged."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import xlsxwriter
from flask import Flask, Response, abort, request

from dashboards import chosen, pages, verdicts
from dashboards.access import log
from dashboards.view import View
from dashboards.warehouse import NoData, NoPublication, publication
from dashboards.words import entries, say

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PLAIN_CELLS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}
# columns of the printed figures that are for the page and not for a file
CODED = ("verdict", "status")
Cell = str | int | float | bool | date | None


def connect(server: Flask) -> None:
    """Serve `/download/<table>.<kind>` with the filters of the page's address."""
    server.add_url_rule("/download/<table>.<kind>", "download", download)
    server.add_url_rule("/exported", "exported", exported, methods=["POST"])


def tables() -> dict[str, Callable[[View], pl.DataFrame]]:
    """What can be downloaded, from every page."""
    return {name: rows for page in pages.ALL for name, rows in page.TABLES.items()}


def download(table: str, kind: str) -> Response:
    view = View.of(**request.args.to_dict())
    found = tables()
    if kind not in KINDS or table not in found:
        abort(404)
    try:
        rows, facts = found[table](view), publication()
        synthetic = is_synthetic(view)
    except NoPublication:
        abort(503, say(view.lang, "missing.title"))
    except NoData:
        abort(404, say(view.lang, "empty.title"))
    log.exported(table, kind, facts["publication_id"])
    heads, cells = table_of(rows, view.lang)
    content = (
        to_csv(heads, cells)
        if kind == "csv"
        else to_xlsx(heads, cells, about(view, facts, len(cells), synthetic), view.lang)
    )
    mark = "synthetic_" if synthetic else ""
    name = f"{mark}{table}_{datetime.now(UTC):%Y%m%d}.{kind}"
    kept = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=None, content_type=KINDS[kind], headers=kept)


def exported() -> Response:
    """The browser tells of a picture that it made itself."""
    said = request.get_json(silent=True) or {}
    what, kind = str(said.get("what"))[:64], str(said.get("kind"))[:8]
    if kind not in ("png", "svg", "print"):
        abort(400)
    log.exported(what, kind, publication()["publication_id"])
    return Response(status=204)


def is_synthetic(view: View) -> bool:
    try:
        return bool(chosen.chosen(view).division["is_synthetic"])
    except NoData:
        return False


def table_of(rows: pl.DataFrame, lang: str) -> tuple[list[str], list[list[Cell]]]:
    """Heads and cells in words of the language, codes resolved."""
    words = {
        name: pl.col(name).replace(
            {
                key.removeprefix(f"{name}."): text[lang]
                for key, text in entries().items()
                if key.startswith(f"{name}.")
            }
        )
        for name in CODED
    }
    cells = rows.select(words.get(name, pl.col(name)) for name in rows.columns)
    return [head(name, lang) for name in rows.columns], [
        list(row) for row in cells.iter_rows()
    ]


def head(name: str, lang: str) -> str:
    """A column's head in words; a column of a mart without words keeps its name."""
    known = entries().get(f"column.{name}")
    return known[lang] if known else name


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
    dates = {"default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(buffer, PLAIN_CELLS | dates) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet(say(lang, "download.sheet"))
        sheet.write_row(0, 0, heads, bold)
        for number, row in enumerate(cells, 1):
            sheet.write_row(number, 0, row)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(cells), max(len(heads) - 1, 0))
        sheet.autofit(max_width=320)
        second = book.add_worksheet(say(lang, "download.about"))
        second.write_column(0, 0, list(facts), bold)
        second.write_column(0, 1, list(facts.values()))
        second.autofit()
    return buffer.getvalue()


def about(
    view: View, facts: dict[str, Any], rows: int, synthetic: bool
) -> dict[str, Cell]:
    """What a file says of itself."""
    asked = [
        verdicts.word(value, view.lang) if value in verdicts.ORDER else value
        for value in (*view.shared.values(), *",".join(view.own.values()).split(","))
    ]
    told = {
        "publication": facts["publication_id"],
        "published_at": facts["published_at"],
        "rows": rows,
        "filters": " · ".join(part for part in asked if part) or "—",
        "label": say(view.lang, f"download.{'synthetic' if synthetic else 'computed'}"),
    }
    return {say(view.lang, f"download.{key}"): value for key, value in told.items()}
