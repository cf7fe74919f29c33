"""One table written in every format and layout that the door reads."""

import csv
import io
import struct
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

TEXTS = {
    "utf8.csv": ("utf-8", ","),
    "bom.csv": ("utf-8-sig", ","),
    "gb18030.csv": ("gb18030", ","),
    "tabs.tsv": ("utf-8", "\t"),
    "semicolons.csv": ("gb18030", ";"),
}
BOOKS = ("text.xlsx", "typed.xlsx")
FORMATS = (*TEXTS, *BOOKS, "text.parquet", "typed.parquet", "table.dbf")
TYPED = ("typed.xlsx", "typed.parquet")
BARE = ("text.parquet", "typed.parquet", "table.dbf")


@dataclass(frozen=True)
class Cell:
    """A value as a file may hold it: as text, or in a type of the format."""

    text: str
    value: int | Decimal | date | None = None
    is_rate: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of cells under headers, with what stands around them."""

    headers: list[str]
    rows: list[list[Cell]]
    titles: list[str] = field(default_factory=list)
    grouped_from: int | None = None
    feet: list[list[str]] = field(default_factory=list)
    blank_lines: frozenset[int] = frozenset()
    line_end: str = "\n"

    def head(self) -> list[list[str]]:
        """Title rows, then one header row or two, with a group over later columns."""
        titles = [[title] for title in self.titles]
        at = self.grouped_from
        if at is None:
            return [*titles, self.headers]
        upper = [*self.headers[:at], "业务量", *[""] * (len(self.headers) - at - 1)]
        return [*titles, upper, [""] * at + self.headers[at:]]


def write(path: Path, table: Table, form: str) -> list[int]:
    """Write a table.

    Returns:
        the line, or the row of the sheet, on which each of its rows starts.
    """
    if form in TEXTS:
        return write_text(path, table, *TEXTS[form])
    if form in BOOKS:
        return write_book(path, table, form in TYPED)
    if form == "table.dbf":
        return write_dbf(path, table)
    return write_parquet(path, table, form in TYPED)


def write_text(path: Path, table: Table, encoding: str, delimiter: str) -> list[int]:
    width, lines, text = len(table.headers), [], ""
    for row in table.head():
        text += line(row, delimiter) + table.line_end
    for number, row in enumerate(table.rows):
        text += table.line_end if number in table.blank_lines else ""
        lines.append(lines_of(text) + 1)
        text += line([cell.text for cell in row], delimiter) + table.line_end
    for foot in table.feet:
        text += line([*foot, *[""] * (width - len(foot))], delimiter) + table.line_end
    path.write_bytes(text.encode(encoding))
    return lines


def line(cells: list[str], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow(cells)
    return out.getvalue().removesuffix("\n")


def lines_of(text: str) -> int:
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n")


def write_book(path: Path, table: Table, typed: bool) -> list[int]:
    head = table.head()
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        rate = book.add_format({"num_format": "0.00%"})
        page = book.add_worksheet("上报")
        for number, row in enumerate([*head, *[[]] * len(table.rows), *table.feet]):
            for at, text in enumerate(row):
                page.write_string(number, at, text)
        for number, row in enumerate(table.rows, start=len(head)):
            for at, cell in enumerate(row):
                if not typed or cell.value is None:
                    page.write_string(number, at, cell.text)
                elif isinstance(cell.value, date):
                    page.write_datetime(number, at, cell.value, day)
                elif cell.is_rate:
                    page.write_number(number, at, float(cell.value / 100), rate)
                else:
                    page.write_number(number, at, float(cell.value))
    return [len(head) + 1 + n for n in range(len(table.rows))]


def write_parquet(path: Path, table: Table, typed: bool) -> list[int]:
    columns = {}
    for at, header in enumerate(table.headers):
        cells = [row[at] for row in table.rows]
        if typed and all(c.value is not None or not c.text.strip() for c in cells):
            values = [c.value for c in cells]
            columns[header] = pa.array(values) if any(values) else texts(cells)
        else:
            columns[header] = texts(cells)
    pq.write_table(pa.table(columns), path)
    return list(range(1, len(table.rows) + 1))


def texts(cells: list[Cell]) -> pa.Array:
    return pa.array([cell.text for cell in cells], pa.string())


def write_dbf(path: Path, table: Table) -> list[int]:
    """A dBASE III table in GB18030 with a deleted record before every third."""
    columns = [[row[at].text.encode("gb18030") for row in table.rows]
               for at in range(len(table.headers))]  # fmt: skip
    sizes = [max(map(len, column), default=0) or 1 for column in columns]
    lines, body = [], []
    for number in range(len(table.rows)):
        if number % 3 == 2:
            body.append(b"*" + b"x" * sum(sizes))
        lines.append(len(body) + 1)
        cells = (c[number].ljust(size) for c, size in zip(columns, sizes, strict=True))
        body.append(b" " + b"".join(cells))
    start = 32 + 32 * len(sizes) + 1
    head = struct.pack("<BBBBIHH20x", 3, 124, 2, 1, len(body), start, sum(sizes) + 1)
    for header, size in zip(table.headers, sizes, strict=True):
        head += struct.pack("<11sc4xB15x", header.encode("gbk"), b"C", size)
    path.write_bytes(head + b"\x0d" + b"".join(body) + b"\x1a")
    return lines


def wrap(path: Path) -> Path:
    """Put a file into a zip beside it; the file goes."""
    target = path.with_name(f"{path.stem}_{path.suffix[1:]}.zip")
    info = zipfile.ZipInfo(f"上报/{path.name}", datetime(2024, 2, 1).timetuple()[:6])
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(info, path.read_bytes())
    path.unlink()
    return target
