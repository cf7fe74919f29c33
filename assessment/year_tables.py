"""A year's assessment tables: one workbook from one publication.

The same publication and year give the same bytes, so that a copy can be checked by
whoever got it. Values stand beside numerator, denominator, limits and coverage; where
there is none, the reason stands instead.
"""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

from assessment.year_queries import SHEETS, Sheet


@dataclass(frozen=True)
class Made:
    """The workbook and the rows of each sheet."""

    path: Path
    rows: dict[str, int]


class NoYearError(Exception):
    """The publication has no values of that year."""


def years(published: Path) -> list[int]:
    """The years for which a publication has values of indicators."""
    with duckdb.connect(published, read_only=True) as con:
        rows = con.execute(
            """
            select distinct year(period_end) from indicators.fct_indicator_values
            where period_type = 'year' and value is not null order by 1
            """
        ).fetchall()
    return [year for (year,) in rows]


def write(published: Path, year: int, folder: Path) -> Made:
    """Write the tables of a year.

    Args:
        published: the published warehouse; its manifest lies beside it.
        year: like 2024.
        folder: where to write; an older workbook of the year is replaced whole.

    Raises:
        NoYearError: the publication has nothing of that year.
    """
    if year not in (found := years(published)):
        span = "、".join(map(str, found)) or "无 none"
        raise NoYearError(
            f"本次发布没有 {year} 年的指标，有的年份：{span} "
            f"(this publication has no indicators of {year}; it has: {span})"
        )
    facts = json.loads((published.parent / "manifest.json").read_text("utf-8"))
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(published, read_only=True) as con:
        mark = "synthetic_" if is_synthetic(con) else ""
        target = folder / f"{mark}assessment_tables_{year}.xlsx"
        beside = target.with_name(f".{target.name}")
        rows = write_book(con, beside, year, facts)
    beside.replace(target)
    return Made(target, rows)


def is_synthetic(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether any place with values is made up: then the whole book says so."""
    found = con.execute(
        """
        select bool_or(divisions.is_synthetic)
        from indicators.fct_indicator_values as cells
        inner join core.dim_divisions as divisions using (division_code)
        """
    ).fetchone()
    return bool(found and found[0])


def write_book(
    con: duckdb.DuckDBPyConnection, path: Path, year: int, facts: dict[str, Any]
) -> dict[str, int]:
    published = datetime.fromisoformat(facts["published_at"]).astimezone(UTC)
    counts = {}
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        book.set_properties({"created": published.replace(tzinfo=None)})
        about(book, year, facts, is_synthetic(con))
        for sheet in SHEETS:
            counts[sheet.name] = write_sheet(con, book, sheet, year)
    return counts


def about(
    book: xlsxwriter.Workbook, year: int, facts: dict[str, Any], synthetic: bool
) -> None:
    page = book.add_worksheet("说明")
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 90)
    lines = [
        ("年度 year", str(year)),
        ("发布 publication", facts["publication_id"]),
        ("发布时间 published at", facts["published_at"]),
        ("数据截至 data as of", facts["as_of"]),
        ("程序版本 code", facts["code_version"]),
        *((f"表 sheet {sheet.name}", sheet.says) for sheet in SHEETS),
    ]
    if synthetic:
        lines.insert(0, ("合成数据 synthetic", "虚构地区 no real place"))
    for number, line in enumerate(lines):
        page.write_row(number, 0, line)


def write_sheet(
    con: duckdb.DuckDBPyConnection, book: xlsxwriter.Workbook, sheet: Sheet, year: int
) -> int:
    head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    page = book.add_worksheet(sheet.name)
    found = con.execute(sheet.sql, {"year": year} if "$year" in sheet.sql else {})
    names = [column[0] for column in found.description or ()]
    page.freeze_panes(1, sheet.frozen)
    page.set_column(0, len(names) - 1, 14)
    page.write_row(0, 0, names, head)
    count = 0
    while rows := found.fetchmany(10_000):
        for row in rows:
            count += 1
            for at, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(count, at, value, day)
                elif isinstance(value, bool):
                    page.write_string(count, at, "是 yes" if value else "否 no")
                elif isinstance(value, str):
                    # a text stays a text, also where it looks like a formula
                    page.write_string(count, at, value)
                elif value is not None:
                    page.write_number(count, at, value)
    page.autofilter(0, 0, count, len(names) - 1)
    return count


__all__ = ["Made", "NoYearError", "write", "years"]
