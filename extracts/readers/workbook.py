"""Excel workbooks, read as text by fastexcel."""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import cast

import duckdb
import fastexcel
import polars as pl

from extracts.contract import Contract
from extracts.problems import ExtractError, Reason
from extracts.readers.layout import SEARCHED_ROWS, find_layout
from extracts.readers.percents import percent_cells
from extracts.readers.table import FileTable


def read_workbook(
    con: duckdb.DuckDBPyConnection, path: Path, contract: Contract, folder: Path
) -> list[FileTable]:
    """Read every visible sheet that has the contract's header.

    Sheets with another content, as a page of instructions, are left alone unless
    there is no other.

    Raises:
        ExtractError: the file is no workbook, is empty, or has another header.
    """
    frames = visible_sheets(path)
    if not frames:
        raise ExtractError(path.name, EMPTY)
    tables, refused = [], None
    for name, frame in frames.items():
        try:
            tables.append(read_sheet(path, contract, name, frame))
        except ExtractError as error:
            refused = refused or error
    if not tables and refused:
        raise refused
    return tables


def visible_sheets(path: Path) -> dict[str, pl.DataFrame]:
    """The cells of every sheet that is shown and holds any, as text."""
    frames = {}
    try:
        book = fastexcel.read_excel(path)
        for name in book.sheet_names:
            # skip_rows: else empty rows at the top are lost, and lines miscounted
            sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
            if sheet.visible == "visible" and sheet.height:
                frames[name] = with_errors(sheet)
    except fastexcel.FastExcelError as error:
        raise ExtractError(path.name, DAMAGED) from error
    return frames


def with_errors(sheet: fastexcel.ExcelSheet) -> pl.DataFrame:
    """The cells of a sheet, where fastexcel leaves formula errors out as blanks."""
    batch, errors = sheet.to_arrow_with_errors()
    frame = cast(pl.DataFrame, pl.from_arrow(batch))
    for error in errors.errors if errors else ():
        row, column = error.offset_position
        name = frame.columns[column]
        frame[row, name] = "#DIV/0!" if "Div0" in error.detail else "#VALUE!"
    # a sheet whose first columns are empty keeps the place of the others
    places = [column.absolute_index for column in sheet.available_columns()]
    frame.columns = [f"c{at}" for at in places]
    return frame.select(
        frame[name] if name in frame.columns else pl.lit(None, pl.String).alias(name)
        for name in (f"c{at}" for at in range(max(places) + 1))
    )


def read_sheet(
    path: Path, contract: Contract, name: str, text: pl.DataFrame
) -> FileTable:
    head = text.head(SEARCHED_ROWS + 2).fill_null("").rows()
    layout = find_layout(path.name, [list(row) for row in head], contract)
    rates = {layout.columns[f.name] for f in contract.fields
             if f.type == "percent" and f.name in layout.columns}  # fmt: skip
    if rates:
        text = with_percents(text, rates, percent_cells(path, name))
    data = text.with_row_index("_line", offset=1).slice(layout.header_rows)
    rows = data.fill_null("").to_arrow()
    return FileTable(name, "xlsx", "none", layout, "select * from rows", rows)


def with_percents(
    frame: pl.DataFrame, columns: set[int], shown: set[tuple[int, int]]
) -> pl.DataFrame:
    """Write numbers that Excel shows as a percentage as it shows them."""
    for row, column in shown:
        if column in columns and (value := number(frame[row, column])) is not None:
            frame[row, f"c{column}"] = f"{value * 100}%"
    return frame


def number(text: str | None) -> Decimal | None:
    try:
        return Decimal(text or "")
    except InvalidOperation:
        return None


DAMAGED = Reason(
    "damaged",
    "不是完整的 Excel 工作簿或 zip（可能被截断或加密），请重新保存后上报",
    "not a whole workbook or zip (cut off or encrypted); save it and send it again",
)
EMPTY = Reason("empty", "工作簿里没有任何内容", "the workbook holds nothing")
