"""CSV and TSV files, parsed by DuckDB.

Columns whose first values are plain numbers or dates are parsed as such; a line in
which one is not is set aside by the parser and read again as text, so that nothing
depends on the guess but the speed.
"""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import duckdb

from extracts.contract import Contract
from extracts.problems import ExtractError, Reason
from extracts.readers import encoding
from extracts.readers.layout import SEARCHED_ROWS, Layout, find_layout
from extracts.readers.native import native_types
from extracts.readers.table import FileTable

DELIMITERS = (",", "\t", ";", "|")
HEAD_BYTES = 1 << 18
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
    found = encoding.of_start(path) or encoding.detect(path)
    readable = path if found == "utf-8" else encoding.as_utf8(path, folder)
    head = read_head(readable)
    layout = find_layout(path.name, head.rows[:SEARCHED_ROWS], contract)
    first_line = head.lines[layout.header_rows - 1] + 1
    sample = head.rows[layout.header_rows :]
    types = native_types(con, contract, layout, sample)
    texts = (
        f"select row_number() over () + {first_line - 1} as _line, * "
        f"from {reader(readable, head, layout, first_line, {})}"
    )
    fast = f"select * from {reader(readable, head, layout, first_line, dict(types))}"
    return [
        FileTable(
            "", "csv", found, layout, texts, first_line, fast, types,
            delimiter=head.delimiter,
        )
    ]  # fmt: skip


def read_head(path: Path) -> Head:
    with path.open("rb") as file:
        text = file.read(HEAD_BYTES).decode("utf-8-sig", errors="ignore")
    first = "\n".join(text.splitlines()[:SEARCHED_ROWS])
    delimiter = max(DELIMITERS, key=first.count)
    rows, lines = [], []
    parser = csv.reader(io.StringIO(text), delimiter=delimiter)
    for row in parser:
        rows.append(row)
        lines.append(parser.line_num)
        if len(rows) == SAMPLED_ROWS:
            break
    return Head(delimiter, rows, lines)


def reader(
    path: Path, head: Head, layout: Layout, first_line: int, types: dict[int, str]
) -> str:
    """SQL of DuckDB's CSV reader; what it cannot read goes to `reject_errors`."""
    columns = ", ".join(
        f"'c{at}': '{types.get(at, 'varchar')}'" for at in range(layout.width)
    )
    name = str(path).replace("'", "''")
    return (
        f"read_csv('{name}', auto_detect = false, header = false, "
        f"skip = {first_line - 1}, delim = '{head.delimiter}', quote = '\"', "
        f"escape = '\"', nullstr = '', store_rejects = true, columns = {{{columns}}})"
    )


def last_line(path: Path) -> int:
    """The number of the last line that holds anything."""
    with path.open("rb") as file:
        whole = sum(chunk.count(b"\n") for chunk in encoding.chunks(file, 1 << 62))
        file.seek(max(0, file.tell() - 1))
        return whole if file.read(1) == b"\n" else whole + 1


def refuse_cut_file(path: Path, lines: list[int]) -> None:
    """A last line that stops too early means that the file was cut off."""
    last = last_line(path)
    if last in lines:
        raise ExtractError(path.name, CUT, f"第 {last} 行 (line {last})")


CUT = Reason(
    "truncated",
    "最后一行不完整，文件在传输中被截断，请重新上报整个文件",
    "the last line is cut short: the file was truncated; send the whole file again",
)
