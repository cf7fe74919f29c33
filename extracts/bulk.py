"""Bulk landing: the fast pass, the lines of its rows, and the odd rows it left.

`bring` puts every row of the file into the raw table; `settle` numbers them and enters
the text of those that are not plain in the temporary table `entries`, to be judged one
by one. Of a small file `settle_entries` numbers what was all entered there.
"""

import csv
from dataclasses import dataclass
from datetime import datetime

import duckdb
import pyarrow as pa

from extracts.columns import Columns
from extracts.entries import entered
from extracts.fast import fast_insert
from extracts.lines import place
from extracts.readers import FileTable
from extracts.readers.table import Skipped
from extracts.workspace import workspace

Range = tuple[int, int, int]
END = 1 << 62


@dataclass(frozen=True)
class Settled:
    """What the fast pass left to do.

    `broken` are the lines with too few or too many columns, `last` is the place of the
    last row; when `are_rows`, rows were counted and must be turned into lines.
    """

    broken: list[Skipped]
    are_rows: bool
    last: int


def bring(
    con: duckdb.DuckDBPyConnection, columns: Columns, file_id: str, landed_at: datetime
) -> None:
    """The fast pass: every row enters the raw table, and the file stays pending.

    This is a transaction of its own, because numbering rows in the transaction that
    brought them makes DuckDB write them twice. Nothing reads rows of a file that has
    no manifest row; `forget_pending` removes them after a crash.
    """
    workspace(con).empty("reject_errors", "reject_scans")
    con.begin()
    con.execute(
        "insert into raw.pending values (?, ?)", [file_id, columns.contract.extract]
    )
    con.execute(fast_insert(columns), {"file_id": file_id, "landed_at": landed_at})
    con.commit()


def forget_pending(con: duckdb.DuckDBPyConnection) -> None:
    """Remove the rows of files that never got their manifest row."""
    for file_id, extract in con.execute("from raw.pending").fetchall():
        con.begin()
        con.execute(f"delete from raw.{extract} where _file_id = ?", [file_id])
        con.execute("delete from raw.pending where file_id = ?", [file_id])
        con.commit()


def settle(con: duckdb.DuckDBPyConnection, columns: Columns, file_id: str) -> Settled:
    """Number the rows that were brought and take the odd ones out."""
    table, raw = columns.table, f"raw.{columns.contract.extract}"
    skipped, are_rows, last = [], False, 0
    if table.text:
        rows = count(con, raw, file_id)
        skipped, are_rows = place(con, table, rows, parser_skipped(con))
        number_lines(con, raw, file_id, table.text.header_lines + 1, skipped)
        last = table.text.header_lines + rows + len(skipped)
    flagged = take_flagged(con, raw, file_id)
    broken = [s for s in skipped if not s.is_whole]
    enter_odd(con, columns, flagged, skipped)
    con.execute("delete from raw.pending where file_id = ?", [file_id])
    return Settled(broken, are_rows, last)


def count(con: duckdb.DuckDBPyConnection, raw: str, file_id: str) -> int:
    """Rows of a file in a raw table."""
    found = con.execute(
        f"select count(*) from {raw} where _file_id = ?", [file_id]
    ).fetchone()
    return found[0] if found else 0


def parser_skipped(con: duckdb.DuckDBPyConnection) -> list[Skipped]:
    rows = con.execute(
        """
        select line, list_sort(list_distinct(list(error_type::varchar))),
            any_value(csv_line), max(column_idx)
        from reject_errors group by line order by line
        """
    ).fetchall()
    return [Skipped(line, tuple(kinds), *rest) for line, kinds, *rest in rows]


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
    workspace(con).empty("shifts")
    con.execute(
        "insert into shifts select unnest($1), unnest($2), unnest($3)",
        [list(low), list(high), list(moved)],
    )


def take_flagged(con: duckdb.DuckDBPyConnection, raw: str, file_id: str) -> int:
    """Move the lines of the odd rows to `odd_lines`; the rows leave the table."""
    workspace(con).empty("odd_lines")
    con.execute(
        f"insert into odd_lines select -_row_number from {raw} "
        "where _file_id = ? and _row_number < 0",
        [file_id],
    )
    found = con.execute("select count(*) from odd_lines").fetchone()
    if found and found[0]:
        con.execute(
            f"delete from {raw} where _file_id = ? and _row_number < 0", [file_id]
        )
    return found[0] if found else 0


def enter_odd(
    con: duckdb.DuckDBPyConnection,
    columns: Columns,
    flagged: int,
    skipped: list[Skipped],
) -> None:
    """Read the odd rows again as text, into the temporary table `entries`.

    Lines that the parser skipped, though they were whole, are read here: a value in
    them is not of the guessed type.
    """
    table = columns.table
    whole = [s for s in skipped if s.is_whole]
    sources = ["select * from rows"] if whole else []
    if flagged:
        broken = [s.line for s in skipped if not s.is_whole]
        sources.append(odd_rows(con, table, broken))
    workspace(con).empty("entries")
    if sources:
        source = " union all ".join(sources)
        enter(con, entered(columns, source), texts_of(table, whole))


def odd_rows(
    con: duckdb.DuckDBPyConnection, table: FileTable, broken: list[int]
) -> str:
    """SQL of the rows on `odd_lines` as text; broken lines are not read as such."""
    texts = table.texts
    if broken:
        put_shifts(con, broken)
        texts = (
            f"select rows.* replace (rows._line + shifts.moved as _line) "
            f"from ({table.texts}) as rows "
            "inner join shifts on rows._line between shifts.low and shifts.high"
        )
    return f"select * from ({texts}) where _line in (select line from odd_lines)"


def texts_of(table: FileTable, whole: list[Skipped]) -> pa.Table:
    """The cells of whole lines."""
    mark, width = table.text.delimiter if table.text else ",", table.layout.width
    rows = [next(csv.reader([s.text.strip("\r\n")], delimiter=mark), []) for s in whole]
    blank = [""] * width
    cells = zip(*((row + blank)[:width] for row in rows), strict=True)
    columns = {f"c{n}": pa.array(c, pa.string()) for n, c in enumerate(cells)}
    return pa.table({"_line": [s.line for s in whole], **columns})


def enter(
    con: duckdb.DuckDBPyConnection, sql: str, rows: pa.Table | None = None
) -> None:
    """Fill `entries`; DuckDB finds by its name what the SQL calls `rows`."""
    con.execute(sql)


def settle_entries(con: duckdb.DuckDBPyConnection, columns: Columns) -> Settled:
    """Number what was entered of a text file by its lines."""
    table = columns.table
    assert table.text
    found = con.execute("select count(*) from entries").fetchone()
    rows = found[0] if found else 0
    skipped, are_rows = place(con, table, rows, parser_skipped(con))
    if skipped:
        put_shifts(con, [s.line for s in skipped])
        con.execute(
            "update entries set _line = _line + moved from shifts "
            "where _line between low and high"
        )
    return Settled(skipped, are_rows, table.text.header_lines + rows + len(skipped))
