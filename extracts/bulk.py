"""Bulk landing: the fast pass, the lines of its rows, and the odd rows it left.

After `land_bulk` every plain row of the file is in the raw table with its line, and
the temporary table `odd` holds the text of all others, to be read the slow way.
"""

import csv
from dataclasses import dataclass
from datetime import datetime

import duckdb

from extracts.fast import fast_insert
from extracts.judging import Columns
from extracts.readers import FileTable
from extracts.readers.table import Unreadable

Range = tuple[int, int, int]
END = 1 << 62


@dataclass(frozen=True)
class Skipped:
    """A line that DuckDB's parser left out, with its words."""

    line: int
    kind: str
    text: str
    columns_found: int

    @property
    def is_whole(self) -> bool:
        """Whether it has all its columns, one of which is not of the guessed type."""
        return self.kind == "CAST"


def land_bulk(
    con: duckdb.DuckDBPyConnection, columns: Columns, file_id: str, landed_at: datetime
) -> list[Unreadable]:
    """Run the fast pass; return the lines that have too few or too many columns."""
    table, raw = columns.table, f"raw.{columns.contract.extract}"
    for name in ("reject_errors", "reject_scans"):
        con.execute(f"drop table if exists {name}")
    con.execute(fast_insert(columns), {"file_id": file_id, "landed_at": landed_at})
    skipped = [] if table.has_lines else parser_skipped(con)
    if not table.has_lines:
        number_lines(con, raw, file_id, table.first_line, skipped)
    flagged = take_flagged(con, raw, file_id)
    broken = [s for s in skipped if not s.is_whole]
    collect_odd(con, table, flagged, [s.line for s in broken])
    add_whole(con, table, [s for s in skipped if s.is_whole])
    return [Unreadable(s.line, s.text, s.columns_found) for s in broken]


def parser_skipped(con: duckdb.DuckDBPyConnection) -> list[Skipped]:
    rows = con.execute(
        """
        select line, min(error_type), any_value(csv_line), max(column_idx)
        from reject_errors group by line order by line
        """
    ).fetchall()
    return [Skipped(*row) for row in rows]


def shifts(skipped: list[int]) -> list[Range]:
    """By how many lines the rows in a range of counted lines stand further down.

    >>> shifts([4, 5])
    [(0, 3, 0), (4, 4611686018427387904, 2)]
    """
    found: list[Range] = []
    low = 0
    for passed, line in enumerate(skipped):
        high = line - passed - 1
        if high >= low:
            found.append((low, high, passed))
            low = high + 1
    found.append((low, END, len(skipped)))
    return found


def number_lines(
    con: duckdb.DuckDBPyConnection,
    raw: str,
    file_id: str,
    first_line: int,
    skipped: list[Skipped],
) -> None:
    """Turn the order of the rows into lines of the file; odd rows stay negative."""
    first = con.execute(
        f"select min(rowid) from {raw} where _file_id = ?", [file_id]
    ).fetchone()
    if not first or first[0] is None:
        return
    con.execute(
        f"update {raw} set _row_number = _row_number "
        f"* (rowid - {first[0]} + {first_line}) where _file_id = ?",
        [file_id],
    )
    if skipped:
        put_shifts(con, [s.line for s in skipped])
        con.execute(
            f"""
            update {raw} set _row_number = _row_number + sign(_row_number) * moved
            from shifts
            where _file_id = ? and abs(_row_number) between low and high
            """,
            [file_id],
        )


def put_shifts(con: duckdb.DuckDBPyConnection, lines: list[int]) -> None:
    low, high, moved = zip(*shifts(lines), strict=True)
    con.execute(
        """
        create or replace temp table shifts as
        select unnest($1) as low, unnest($2) as high, unnest($3) as moved
        """,
        [list(low), list(high), list(moved)],
    )


def take_flagged(con: duckdb.DuckDBPyConnection, raw: str, file_id: str) -> int:
    """Move the lines of the odd rows to `odd_lines`; the rows leave the table."""
    con.execute(
        f"""
        create or replace temp table odd_lines as
        select -_row_number as line from {raw} where _file_id = ? and _row_number < 0
        """,
        [file_id],
    )
    con.execute(f"delete from {raw} where _file_id = ? and _row_number < 0", [file_id])
    count = con.execute("select count(*) from odd_lines").fetchone()
    return count[0] if count else 0


def collect_odd(
    con: duckdb.DuckDBPyConnection, table: FileTable, flagged: int, broken: list[int]
) -> None:
    """Read the odd rows again as text, into the temporary table `odd`."""
    cells = ", ".join(f"c{n} varchar" for n in range(table.layout.width))
    con.execute(f"create or replace temp table odd (_line bigint, {cells})")
    if not flagged:
        return
    texts = table.texts
    if broken:
        put_shifts(con, broken)
        texts = (
            f"select rows.* replace (rows._line + shifts.moved as _line) "
            f"from ({table.texts}) as rows "
            "inner join shifts on rows._line between shifts.low and shifts.high"
        )
    con.execute(
        f"insert into odd select * from ({texts}) "
        "where _line in (select line from odd_lines)"
    )


def add_whole(
    con: duckdb.DuckDBPyConnection, table: FileTable, whole: list[Skipped]
) -> None:
    """Lines that are whole but for a value that was not of the guessed type."""
    for line in whole:
        cells = next(csv.reader([line.text], delimiter=table.delimiter), [])
        marks = ", ".join("?" * (len(cells) + 1))
        con.execute(f"insert into odd values ({marks})", [line.line, *cells])
