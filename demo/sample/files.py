"""Write tables as the files that people send: formats, encodings, headers, times.

Names, headers and units come from the contracts, so a renamed field is one
change there.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal

import polars as pl
import xlsxwriter

from demo.sample.dbf import NAME_BYTES, write_dbf
from extracts.contract import Contract, ContractField, load_contracts

LABEL = "合成数据 synthetic"
UNIT_YUAN = {"元": 1, "千元": 1_000, "万元": 10_000}
XLSX_ROWS = 20_000  # longer tables travel as CSV

Headers = Literal["label", "alias", "short"]


@dataclass(frozen=True)
class Form:
    """How a table is written down.

    `unit` prints money in another unit than the contract's and says so in the
    header. `banner` is the upper one of two header rows, over all columns from
    `banner_from` on. `total` adds a row 合计, `null` is what an empty cell shows.
    """

    format: Literal["csv", "xlsx", "parquet", "dbf"] = "csv"
    encoding: str = "utf-8"
    delimiter: str = ","
    headers: Headers = "label"
    dates: Literal["iso", "compact", "zh"] = "iso"
    unit: str = ""
    banner: str = ""
    banner_from: int = 0
    total: bool = False
    null: str = ""


@dataclass(frozen=True)
class Sheet:
    """One file to be: columns are named by the contract, money is in fen.

    A column of text is written as it stands, whatever the contract's type.
    `renamed` replaces headers, `tail` tells two files of one period apart.
    """

    extract: str
    place: str
    period: str
    frame: pl.DataFrame
    submitted: datetime
    form: Form = Form()
    tail: str = ""
    renamed: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        ending = "tsv" if self.form.delimiter == "\t" else self.form.format
        start = f"synthetic_{self.extract}_{self.place}"
        return f"{start}_{self.period}{self.tail}.{ending}"

    @property
    def first_line(self) -> int:
        """The line, sheet row or row number of the first data row."""
        if self.form.format == "xlsx":
            return 4 if self.form.banner else 3
        return 2 if self.form.format == "csv" else 1


@cache
def contracts() -> dict[str, Contract]:
    return load_contracts()


def fields(sheet: Sheet) -> list[ContractField]:
    known = {f.name: f for f in contracts()[sheet.extract].fields}
    return [known[name] for name in sheet.frame.columns]


def header(sheet: Sheet, found: ContractField) -> str:
    """What stands above a column in this file."""
    if found.name in sheet.renamed:
        return sheet.renamed[found.name]
    words = [found.label.zh, *found.headers]
    if sheet.form.headers == "short":
        return next(w for w in (*found.headers, found.name) if fits(w))
    if sheet.form.headers == "alias":
        words = [w for w in found.headers if is_chinese(w)] + words
    if found.type == "money" and sheet.form.unit:
        plain = next((w for w in words if is_chinese(w) and "（" not in w), words[0])
        return f"{plain}（{sheet.form.unit}）"
    return words[0]


def fits(words: str) -> bool:
    return len(words.encode("gb18030")) <= NAME_BYTES


def is_chinese(words: str) -> bool:
    """A header of Chinese words, without the path of a two-row header."""
    return "/" not in words and "：" not in words and not words.isascii()


def write(sheet: Sheet, inbox: Path) -> Path:
    """Write one file into `inbox/<extract>/`, with its time of submission."""
    if sheet.form.format == "xlsx" and sheet.frame.height > XLSX_ROWS:
        sheet = replace(sheet, form=Form(encoding="utf-8-sig"))
    path = inbox / sheet.extract / sheet.name
    path.parent.mkdir(parents=True, exist_ok=True)
    headers = [header(sheet, found) for found in fields(sheet)]
    match sheet.form.format:
        case "csv":
            write_csv(sheet, headers, path)
        case "parquet":
            printed(sheet).rename(dict(zip(sheet.frame.columns, headers, strict=True))
                                  ).write_parquet(path)  # fmt: skip
        case "dbf":
            text = printed(sheet).select(pl.all().cast(str).fill_null(""))
            write_dbf(text, headers, path, sheet.submitted.date())
        case "xlsx":
            write_xlsx(sheet, headers, path)
    stamp(path, sheet.submitted)
    return path


def stamp(path: Path, at: datetime) -> None:
    os.utime(path, (at.timestamp(), at.timestamp()))


def printed(sheet: Sheet) -> pl.DataFrame:
    """The cells as they are printed: money in its unit, dates and flags as written."""
    columns = [
        shown(sheet.form, found, sheet.frame[found.name]) for found in fields(sheet)
    ]
    return sheet.frame.select(columns)


def shown(form: Form, found: ContractField, column: pl.Series) -> pl.Expr:
    name = pl.col(found.name)
    if column.dtype == pl.Boolean:
        yes, no = ("1", "0") if form.headers == "alias" else ("是", "否")
        return (
            pl.when(name)
            .then(pl.lit(yes))
            .when(~name)
            .then(pl.lit(no))
            .alias(found.name)
        )
    if column.dtype == pl.Date:
        return (
            name.dt.strftime(date_form(form, found))
            if needs_words(form, found)
            else name
        )
    if found.type == "money" and column.dtype.is_integer():
        # fen to hundredths of the unit, which every sum of the sample fills exactly
        return (name // UNIT_YUAN[form.unit or found.unit]).cast(
            pl.Decimal(18, 2)
        ) / 100
    return name


def needs_words(form: Form, found: ContractField) -> bool:
    return found.type != "date" or form.dates == "compact" or form.format == "xlsx"


def date_form(form: Form, found: ContractField) -> str:
    if found.type == "year":
        return "%Y"
    if found.type == "month":
        return {"iso": "%Y-%m", "compact": "%Y%m", "zh": "%Y年%-m月"}[form.dates]
    return "%Y%m%d" if form.dates == "compact" else "%Y-%m-%d"


def write_csv(sheet: Sheet, headers: list[str], path: Path) -> None:
    """UTF-8 with or without BOM from polars; GB18030 is converted from it."""
    frame = printed(sheet).rename(dict(zip(sheet.frame.columns, headers, strict=True)))
    form = sheet.form
    frame.write_csv(
        path,
        separator=form.delimiter,
        null_value=form.null,
        include_bom=form.encoding == "utf-8-sig",
    )
    if form.encoding == "gb18030":
        path.write_bytes(path.read_bytes().decode().encode("gb18030"))


def title(sheet: Sheet) -> str:
    words = contracts()[sheet.extract].name.zh
    unit = f"（单位：{sheet.form.unit}）" if sheet.form.unit else ""
    return f"{LABEL} {words} {sheet.place} {sheet.period}{unit}"


def write_xlsx(sheet: Sheet, headers: list[str], path: Path) -> None:
    """Title, one or two header rows, rows, a total and a note, as people type them."""
    options = {"strings_to_formulas": False, "in_memory": True}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"title": LABEL, "created": sheet.submitted})
        page = book.add_worksheet("报表")
        last = len(headers) - 1
        page.merge_range(0, 0, 0, last, title(sheet))
        at = sheet.first_line - 2
        if sheet.form.banner:
            start = sheet.form.banner_from
            page.merge_range(1, start, 1, last, sheet.form.banner)
            for column in range(start):
                page.merge_range(1, column, 2, column, headers[column])
            page.write_row(at, start, headers[start:])
        else:
            page.write_row(at, 0, headers)
        for row in rows(sheet):
            at += 1
            page.write_row(at, 0, row)
        page.write(at + 1, 0, f"注：本表为{LABEL}，不涉及任何真实机构和个人。")


def rows(sheet: Sheet) -> Iterator[list]:
    found = [
        [cell(value, sheet.form.null) for value in row]
        for row in printed(sheet).iter_rows()
    ]
    yield from found
    if sheet.form.total:
        yield ["合计", *map(total, list(zip(*found, strict=True))[1:])]


def cell(value: object, null: str) -> int | float | str:
    if value is None:
        return null
    return value if isinstance(value, int | float | str) else float(str(value))


def total(column: tuple[int | float | str, ...]) -> int | float | str:
    """The sum of numbers or of texts like `1,234`; nothing for words and rates."""
    if not any(isinstance(value, str) for value in column):
        return round(sum(map(float, column)), 2)
    texts = [str(value).replace(",", "") for value in column]
    if all(text.isdecimal() and len(text) < 9 for text in texts):
        return f"{sum(map(int, texts)):,}"
    return ""


__all__ = ["Form", "Sheet", "contracts", "stamp", "write"]
