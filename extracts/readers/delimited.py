"""CSV and TSV files, parsed by DuckDB.

Columns whose first values are plain numbers or dates are parsed as such; a line in
which one is not is set aside by the parser and read again as text, so that nothing
depends on the guess but the speed.
"""

import csv
import io
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from extracts.contract import Contract
from extracts.problems import ExtractError
from extracts.readers import encoding
from extracts.readers.layout import SEARCHED_ROWS, Layout, find_layout
from extracts.readers.native import native_types
from extracts.readers.table import FileTable, Text

DELIMITERS = (",", "\t", ";", "|")
HEAD_BYTES = 1 << 18
# bytes from which on the fast way pays: it takes longer to plan
LARGE = 1 << 18
SAMPLED_ROWS = 200


@dataclass(frozen=True)
class Head:
    """The start of a file: its delimiter, first rows, and where each row ends."""

    delimiter: str
    rows: list[list[str]]
    lines: list[int]


def read_delimited(
    con: duckdb.DuckDBPyConnection, path: Path, contract: Contract, folder: Path
) -> list[FileTable]:
    """Find the one table of a text file; DuckDB parses it when it is asked.

    Raises:
        ExtractError: encoding or header are not as they must be.
    """
    looks = encoding.look_over(path)
    found = encoding.detect(path, looks)
    readable, looks = encoding.readable(path, found, looks, folder)
    head, layout = find_table(path.name, readable, contract)
    layout = replace(layout, width=true_width(layout, head.rows))
    header_lines = head.lines[layout.header_rows - 1]
    text = Text(
        readable, head.delimiter, header_lines,
        looks.lines, looks.last_is_whole, looks.absent,
    )  # fmt: skip
    texts = (
        f"select row_number() over () + {header_lines} as _line, * "
        f"from {reader(text, layout, {})}"
    )
    table = FileTable("", "csv", found, layout, texts, text=text)
    if path.stat().st_size < LARGE:
        return [table]
    types = native_types(con, contract, layout, head.rows[layout.header_rows :])
    fast = f"select * from {reader(text, layout, dict(types))}"
    return [replace(table, fast=fast, types=types)]


def find_table(name: str, path: Path, contract: Contract) -> tuple[Head, Layout]:
    """The delimiter under which the header names most fields, and that header."""
    with path.open("rb") as file:
        text = file.read(HEAD_BYTES).decode("utf-8-sig", errors="ignore")
    found, refused = [], None
    most, *others = sorted(DELIMITERS, key=text.count, reverse=True)
    for delimiter in (most, *filter(text.count, others)):
        head = read_head(text, delimiter)
        try:
            layout = find_layout(name, head.rows[:SEARCHED_ROWS], contract)
            found.append((head, layout))
        except ExtractError as error:
            refused = refused or error
    if not found and refused:
        raise refused
    return max(found, key=lambda pair: len(pair[1].columns))


def read_head(text: str, delimiter: str) -> Head:
    rows, lines = [], []
    parser = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        for row in parser:
            rows.append(row)
            lines.append(parser.line_num)
            if len(rows) == SAMPLED_ROWS:
                break
    except csv.Error:
        # a field of a hundred thousand characters: a quote that is never closed
        pass
    return Head(delimiter, rows, lines)


def true_width(layout: Layout, rows: list[list[str]]) -> int:
    """The columns of the rows, where the header has empty ones at its end."""
    header = rows[layout.header_rows - 1]
    named = max((at + 1 for at, cell in enumerate(header) if cell.strip()), default=0)
    known = max(layout.columns.values(), default=-1) + 1
    widths = Counter(len(row) for row in rows[layout.header_rows :] if any(row))
    common = max(widths, key=widths.__getitem__, default=layout.width)
    return min(layout.width, max(named, common, known))


def reader(text: Text, layout: Layout, types: dict[int, str]) -> str:
    """SQL of DuckDB's CSV reader; what it cannot read goes to `reject_errors`.

    A line that it skips is a row of the table, however many lines it fills.
    """
    columns = ", ".join(
        f"'c{at}': '{types.get(at, 'varchar')}'" for at in range(layout.width)
    )
    name = str(text.path).replace("'", "''")
    return (
        f"read_csv('{name}', auto_detect = false, header = false, "
        f"skip = {layout.header_rows}, delim = '{text.delimiter}', quote = '\"', "
        f"escape = '\"', nullstr = '', store_rejects = true, columns = {{{columns}}})"
    )
