"""The common shape that every reader hands over."""

from dataclasses import dataclass

from extracts.readers.layout import Layout


@dataclass(frozen=True)
class Unreadable:
    """A line that the parser could not split into the columns of the table."""

    line: int
    text: str
    columns_found: int


@dataclass(frozen=True)
class FileTable:
    """One table of a file: where its data rows are read from, as SQL.

    `texts` gives every data row as text: `_line` (line or sheet row) and
    `c0 … cN`. Large files have a second, fast way in: `fast` gives the same rows
    with some columns in their own type, named in `types` by column position; its
    `_line` is null where only the order of the rows tells the line.
    """

    name: str
    format: str
    encoding: str
    layout: Layout
    texts: str
    first_line: int = 1
    fast: str = ""
    types: tuple[tuple[int, str], ...] = ()
    has_lines: bool = False
    delimiter: str = ","
