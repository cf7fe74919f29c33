"""Which months landed files touch, and which ones a backfill asks for.

A run lands whatever has come and is never a run per month: the months say what it
touched. Months that a backfill asks for stay in `raw.asked_months` until dbt has built
them, so that neither a crash nor another run in between forgets them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from extracts.contract import Contract


@dataclass(frozen=True)
class Touched:
    """What newly landed files brought of one month: rows by extract."""

    month: str
    rows: dict[str, int]


def monthly(contracts: dict[str, Contract]) -> list[str]:
    """The extracts that come for days or months; those of a year touch no month."""
    return [
        name
        for name, contract in contracts.items()
        for field in contract.fields
        if field.name == contract.period and field.type in ("month", "date")
    ]


def note_before(con: duckdb.DuckDBPyConnection) -> None:
    """Remember which files there are; `touched` tells what has come since."""
    con.execute(
        "create or replace temp table files_before as "
        "select file_id, extract from raw.files"
    )


def touched(
    con: duckdb.DuckDBPyConnection, contracts: dict[str, Contract]
) -> list[Touched]:
    """The months of files that have landed since `note_before` on this connection."""
    found = con.execute(
        """
        select left(slices.period, 7) as month, slices.extract, sum(slices.row_count)
        from raw.slices as slices
        anti join files_before using (file_id, extract)
        where slices.period <> 'none' and list_contains(?, slices.extract)
        group by all order by all
        """,
        [monthly(contracts)],
    ).fetchall()
    months: dict[str, dict[str, int]] = {}
    for month, extract, rows in found:
        months.setdefault(month, {})[extract] = int(rows)
    return [Touched(month, rows) for month, rows in months.items()]


def known_months(
    con: duckdb.DuckDBPyConnection, contracts: dict[str, Contract]
) -> list[str]:
    """Every month that a landed file touches, in order."""
    rows = con.execute(
        """
        select distinct left(period, 7) from raw.slices
        where period <> 'none' and list_contains(?, extract) order by 1
        """,
        [monthly(contracts)],
    ).fetchall()
    return [month for (month,) in rows]


def ask(con: duckdb.DuckDBPyConnection, months: Iterable[str]) -> None:
    """Have the next build make these months again, whether files touch them or not."""
    con.execute(
        "create table if not exists raw.asked_months (month varchar primary key)"
    )
    for month in months:
        con.execute("insert or ignore into raw.asked_months values (?)", [month])


def asked(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The months that somebody asked for, as dbt takes them: their first days."""
    ask(con, ())
    rows = con.execute("from raw.asked_months order by 1").fetchall()
    return [f"{month}-01" for (month,) in rows]


def done(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("delete from raw.asked_months")
