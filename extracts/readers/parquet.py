"""Parquet files, read by DuckDB with the row numbers that they carry."""

import re
from dataclasses import replace
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
# cells from which on the fast way pays: it takes longer to plan
LARGE = 1 << 15
LINE = "file_row_number + 1 as _line"


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
    texts = f"select {LINE}, {as_text(columns, types)} from {source}"
    table = FileTable("", "parquet", "none", layout, texts)
    count = con.execute(f"select count(*) from {source}").fetchone() or (0,)
    if count[0] * len(columns) < LARGE:
        return [table]
    types |= dict.fromkeys(full_texts(con, name, columns), "varchar")
    fast = f"select {LINE}, {as_stored(columns, types)} from {source}"
    return [replace(table, fast=fast, types=tuple(sorted(types.items())))]


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


def full_texts(
    con: duckdb.DuckDBPyConnection, path: str, columns: list[tuple[str, str]]
) -> list[int]:
    """The columns of text in which the file says that no text is empty."""
    found = con.execute(
        f"""
        select path_in_schema from parquet_metadata('{path}') group by 1
        having count(stats_min_value) = count(*) and min(stats_min_value) > ''
        """
    ).fetchall()
    known = {name for (name,) in found}
    return [
        at
        for at, (name, stored) in enumerate(columns)
        if stored == "VARCHAR" and name in known
    ]


def as_text(columns: list[tuple[str, str]], types: dict[int, str]) -> str:
    """SQL of the cells as text, as the contract's types write them."""
    cells = []
    for at, column in enumerate(columns):
        text = f"nullif({local(*column)}::varchar, '')"
        if kind := types.get(at):
            text = f"coalesce(try_cast({local(*column)} as {kind})::varchar, {text})"
        cells.append(f"{text} as c{at}")
    return ", ".join(cells)


def as_stored(columns: list[tuple[str, str]], types: dict[int, str]) -> str:
    """SQL of the cells in their types.

    A number beyond the contract's type becomes null and makes the row `_unfit`, so
    that the slow way says what it is.
    """
    cells, unfit = [], ["false"]
    for at, (name, stored) in enumerate(columns):
        kind, value = types.get(at, "varchar"), local(name, stored)
        if fits(stored, kind):
            cells.append(f"{value}::{kind} as c{at}")
        else:
            typed = f"try_cast({value} as {kind})"
            unfit.append(f"{typed} is null and {value} is not null")
            cells.append(f"{typed} as c{at}")
    return f"{', '.join(cells)}, ({' or '.join(unfit)}) as _unfit"


def fits(stored: str, kind: str) -> bool:
    """Whether every value of a stored type is one of another.

    >>> fits("DECIMAL(16,2)", "decimal(18, 4)"), fits("DECIMAL(18,2)", "decimal(18, 4)")
    (True, False)
    """
    if kind == "varchar" or stored.lower() == kind:
        return True
    sizes = [re.findall("[0-9]+", name) for name in (stored, kind)]
    if not stored.startswith("DECIMAL") or [len(size) for size in sizes] != [2, 2]:
        return False
    before, after = (int(width) - int(scale) for width, scale in sizes)
    return before < after or (before == after and sizes[0][1] <= sizes[1][1])


def local(name: str, stored: str) -> str:
    """SQL of a column; an instant is told in the time of China, which has no other."""
    column = '"' + name.replace('"', '""') + '"'
    if stored != "TIMESTAMP WITH TIME ZONE":
        return column
    return f"({column}::timestamp + interval 8 hours)"


DAMAGED = Reason(
    "damaged",
    "不是完整的 Parquet 文件，请重新导出",
    "not a whole Parquet file; export it again",
)
