"""The common shape that every reader hands over."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from extracts.readers.layout import Layout


@dataclass(frozen=True)
class Skipped:
    """A line that DuckDB's parser left out, with its words and what it says of it."""

    line: int
    kinds: tuple[str, ...]
    text: str
    columns_found: int

    @property
    def is_whole(self) -> bool:
        """Whether it has all its columns, one of which is not of the guessed type."""
        return self.kinds == ("CAST",)

    @property
    def swallows_lines(self) -> bool:
        """Whether a quote that is not closed made several lines one."""
        return "UNQUOTED VALUE" in self.kinds and "\n" in self.text.strip()


@dataclass(frozen=True)
class Text:
    """The text file behind a table, as DuckDB reads it, and how its lines count.

    `absent` are some bytes that the file has nowhere, as its looks tell.
    """

    path: Path
    delimiter: str
    header_lines: int
    lines: int
    last_is_whole: bool
    absent: frozenset[int]

    def lacks(self, mark: str) -> bool:
        """Whether a mark cannot stand in any value."""
        # a line end stands in a value only in quotes
        return ('"' if mark == "\n" else mark).encode()[0] in self.absent


@dataclass(frozen=True)
class FileTable:
    """One table of a file: where its data rows are read from, as SQL.

    `texts` gives every data row as text: `_line` (line or sheet row) and
    `c0 … cN`; what it calls `rows` is the Arrow table `rows`. Large files have a
    second, fast way in: `fast` gives the same rows with some columns in their own
    type, named in `types` by column position. Of a text file `text` tells more; only
    the order of its rows gives their lines.
    """

    name: str
    format: str
    encoding: str
    layout: Layout
    texts: str
    rows: pa.Table | None = None
    fast: str = ""
    types: tuple[tuple[int, str], ...] = ()
    text: Text | None = None
