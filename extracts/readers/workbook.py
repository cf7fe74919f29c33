"""Excel workbooks, read as text by fastexcel."""

from pathlib import Path

import duckdb
import fastexcel
import polars as pl

from extracts.contract import Contract
from extracts.problems import ExtractError, Reason
from extracts.readers.layout import SEARCHED_ROWS, find_layout
from extracts.readers.table import FileTable


def read_workbook(
    con: duckdb.DuckDBPyConnection, path: Path, contract: Contract, folder: Path
) -> list[FileTable]:
    """Read every sheet that has the contract's header into a temporary table.

    Sheets with another content, as a page of instructions, are left alone unless
    there is no other.

    Raises:
        ExtractError: the file is no workbook, is empty, or has another header.
    """
    try:
        book = fastexcel.read_excel(path)
        frames = {
            name: book.load_sheet(name, header_row=None, dtypes="string").to_polars()
            for name in book.sheet_names
        }
    except fastexcel.FastExcelError as error:
        raise ExtractError(path.name, DAMAGED) from error
    filled = {name: frame for name, frame in frames.items() if frame.height}
    if not filled:
        raise ExtractError(path.name, EMPTY)
    tables, refused = [], None
    for number, (name, frame) in enumerate(filled.items()):
        try:
            tables.append(read_sheet(con, path, contract, name, number, frame))
        except ExtractError as error:
            refused = refused or error
    if not tables and refused:
        raise refused
    return tables


def read_sheet(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    contract: Contract,
    name: str,
    number: int,
    frame: pl.DataFrame,
) -> FileTable:
    text = frame.rename({old: f"c{at}" for at, old in enumerate(frame.columns)})
    head = text.head(SEARCHED_ROWS + 2).fill_null("").rows()
    layout = find_layout(path.name, [list(row) for row in head], contract)
    data = text.with_row_index("_line", offset=1).slice(layout.header_rows)
    con.register("sheet_rows", data.fill_null("").to_arrow())
    con.execute(f"create or replace temp table sheet{number} as from sheet_rows")
    con.unregister("sheet_rows")
    return FileTable(name, "xlsx", "none", layout, f"select * from sheet{number}")


DAMAGED = Reason(
    "damaged",
    "不是完整的 Excel 工作簿（可能被截断或加密），请重新另存为 .xlsx 后上报",
    "not a whole Excel workbook (cut off or encrypted); save as .xlsx and send again",
)
EMPTY = Reason("empty", "工作簿里没有任何内容", "the workbook holds nothing")
