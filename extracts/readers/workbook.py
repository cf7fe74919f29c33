"""Excel workbooks, read as text by fastexcel."""

from pathlib import Path

import duckdb
import fastexcel

from extracts.contract import Contract
from extracts.problems import ExtractError, Reason
from extracts.readers.layout import SEARCHED_ROWS, find_layout
from extracts.readers.table import FileTable


def read_workbook(
    con: duckdb.DuckDBPyConnection, path: Path, contract: Contract, folder: Path
) -> list[FileTable]:
    """Read the first sheet that holds anything into a temporary DuckDB table.

    Raises:
        ExtractError: the file is no workbook, is empty, or has another header.
    """
    try:
        book = fastexcel.read_excel(path)
        sheets = [
            book.load_sheet(at, header_row=None, dtypes="string")
            for at in range(len(book.sheet_names))
        ]
    except fastexcel.FastExcelError as error:
        raise ExtractError(path.name, DAMAGED) from error
    filled = [sheet for sheet in sheets if sheet.height]
    if not filled:
        raise ExtractError(path.name, EMPTY)
    sheet = filled[0]
    frame = sheet.to_polars()
    text = frame.rename({name: f"c{at}" for at, name in enumerate(frame.columns)})
    rows = [
        ["" if cell is None else cell for cell in row]
        for row in text.head(SEARCHED_ROWS + 2).rows()
    ]
    layout = find_layout(path.name, rows, contract)
    data = text.with_row_index("_line", offset=1).slice(layout.header_rows)
    con.register("sheet_rows", data.fill_null("").to_arrow())
    con.execute("create or replace temp table sheet as select * from sheet_rows")
    con.unregister("sheet_rows")
    return [FileTable(sheet.name, "xlsx", "none", layout, "select * from sheet")]


DAMAGED = Reason(
    "damaged",
    "不是完整的 Excel 工作簿（可能被截断或加密），请重新另存为 .xlsx 后上报",
    "not a whole Excel workbook (cut off or encrypted); save as .xlsx and send again",
)
EMPTY = Reason("empty", "工作簿里没有任何内容", "the workbook holds nothing")
