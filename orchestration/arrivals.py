"""Whether what is due has come, by the data's own time.

The clock of the machine alone would call every old sample late and every stopped feed
of last year fine: a report is overdue when other files show that its due day has
passed. What only the calendar can tell, that nothing comes at all, is asked nightly.
"""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb

from extracts.contract import Contract

DAY = 86_400


@dataclass(frozen=True)
class Arrival:
    """What has come of an extract that has a due day, and what should have."""

    extract: str
    is_yearly: bool
    due_day: int
    newest: date | None
    as_of: date | None

    @property
    def expected(self) -> date | None:
        """The first day of the newest period whose due day has passed."""
        return None if self.as_of is None else last_due(
            self.as_of, self.due_day, self.is_yearly)  # fmt: skip

    @property
    def is_fresh(self) -> bool:
        """An extract of which nothing has ever come is not in use here."""
        if self.newest is None or self.expected is None:
            return True
        return self.newest >= self.expected


def last_due(today: date, due_day: int, is_yearly: bool) -> date:
    """The newest period that was due before `today`; the due day itself is in time.

    A month is due in the month after it, a year in the January after it.
    """
    if is_yearly:
        has_passed = today > date(today.year, 1, due_day)
        return date(today.year - (1 if has_passed else 2), 1, 1)
    month = before(today) if today.day > due_day else before(before(today))
    return month


def before(day: date) -> date:
    """The first day of the month before."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def with_due_day(contracts: dict[str, Contract]) -> dict[str, Contract]:
    return {n: c for n, c in contracts.items() if c.due_day is not None}


def is_yearly(contract: Contract) -> bool:
    return any(f.name == contract.period and f.type == "year" for f in contract.fields)


def newest_submissions(con: duckdb.DuckDBPyConnection) -> dict[str, datetime]:
    """When the newest file of each extract was sent; a time to come counts as now."""
    now = datetime.now(UTC).replace(tzinfo=None)
    rows = con.execute(
        "select extract, max(least(submitted_at, ?)) from raw.files group by 1", [now]
    ).fetchall()
    return {extract: sent.replace(tzinfo=UTC) for extract, sent in rows}


def ahead(inbox: Path) -> list[str]:
    """Files whose time lies more than a day ahead: a clock somewhere is wrong."""
    limit = time.time() + DAY
    files = (path for path in sorted(inbox.rglob("*")) if path.is_file())
    return [str(p.relative_to(inbox)) for p in files if p.stat().st_mtime > limit]


def arrivals(
    con: duckdb.DuckDBPyConnection,
    contracts: dict[str, Contract],
    as_of: date | None = None,
) -> list[Arrival]:
    """Every extract with a due day as of a day, else that of the newest file."""
    sent = newest_submissions(con)
    if as_of is None and sent:
        as_of = max(sent.values()).date()
    newest = dict(
        con.execute(
            "select extract, max(try_cast(period as date)) from raw.slices group by 1"
        ).fetchall()
    )
    return [
        Arrival(name, is_yearly(contract), contract.due_day or 0, newest.get(name),
                as_of)
        for name, contract in with_due_day(contracts).items()
    ]  # fmt: skip
