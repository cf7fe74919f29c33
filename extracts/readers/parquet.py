"""Parquet files, read by DuckDB with the row numbers that they carry."""

from pathlib import Path

import duckdb

from extracts.contract import Contract
from extracts.problems import ExtractError, Reason
from extracts.readers.layout import Layout, find_layout
from extracts.readers.native import native_type
from extracts.readers.table import FileTable

NUMBERS = ("DECIMAL", "DOUBLE", "FLOAT", "BIGINT", "INTEGER", "SMALLINT", "TINYINT",
           "HUGEINT", "UBIGINT", "UINTEGER")  # fmt: skip
DATES = ("DATE", "TIMESTAMP")


def read_parquet(
    con: duckdb.DuckDBPyConnection, path: Path, contract: Contract, folder: Path
) -> list[FileTable]:
    """Find the one table of a Parquet file; DuckDB reads it when it is asked.

    Raises:
        ExtractError: the file is damaged or has other columns.
    """
    name = str(path).replace("'", "''")
    source = f"read_parquet('{name}', file_row_number = true)"
    try:
        found = con.execute(f"describe select * from {source}").fetchall()
    except duckdb.Error as error:
        raise ExtractError(path.name, DAMAGED) from error
    columns = [(row[0], row[1]) for row in found if row[0] != "file_row_number"]
    layout = find_layout(path.name, [[name for name, _ in columns]], contract)
    types = native_columns(contract, layout, columns)
    return [
        FileTable(
            "", "parquet", "none", layout, select(source, columns, types, False),
            select(source, columns, types, True), tuple(sorted(types.items())),
        )
    ]  # fmt: skip


def native_columns(
    contract: Contract, layout: Layout, columns: list[tuple[str, str]]
) -> dict[int, str]:
    """Columns whose type in the file already is what the contract wants."""
    found = {}
    for field in contract.fields:
        at = layout.columns.get(field.name)
        if at is None:
            continue
        wanted = native_type(field, layout.units.get(field.name, field.unit))
        stored = DATES if wanted == "date" else NUMBERS
        if wanted and columns[at][1].startswith(stored):
            found[at] = wanted
    return found


def select(
    source: str, columns: list[tuple[str, str]], types: dict[int, str], fast: bool
) -> str:
    """SQL of the rows, in their types or as text.

    A number beyond the contract's type becomes null in the fast way and makes the row
    `_unfit`, so that the slow way says what it is.
    """
    cells, unfit = [], ["false"]
    for at, (name, stored) in enumerate(columns):
        value, kind = local('"' + name.replace('"', '""') + '"', stored), types.get(at)
        text = f"nullif({value}::varchar, '')"
        if kind:
            typed = f"try_cast({value} as {kind})"
            unfit.append(f"{typed} is null and {value} is not null")
            text = typed if fast else f"coalesce({typed}::varchar, {text})"
        cells.append(f"{text} as c{at}")
    flag = f", ({' or '.join(unfit)}) as _unfit" if fast else ""
    return (
        f"select file_row_number + 1 as _line, {', '.join(cells)}{flag} from {source}"
    )


def local(column: str, stored: str) -> str:
    """SQL of a column; an instant is told in the time of China, which has no other."""
    if stored != "TIMESTAMP WITH TIME ZONE":
        return column
    return f"({column}::timestamp + interval 8 hours)"


DAMAGED = Reason(
    "damaged",
    "不是完整的 Parquet 文件，请重新导出",
    "not a whole Parquet file; export it again",
)
