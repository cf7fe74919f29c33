"""What is overdue: by due day, by the data's own time, with moved clocks."""

import os
from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest
from door import HEADER, Door
from fault_table import survived

from extracts.contract import load_contracts
from extracts.warehouse import prepare
from orchestration.arrivals import ahead, arrivals, last_due, with_due_day
from orchestration.months import ask, asked, done, known_months, note_before, touched

CONTRACTS = load_contracts()
DUE = with_due_day(CONTRACTS)


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    prepare(made, list(CONTRACTS.values()))
    return made


def land(con: duckdb.DuckDBPyConnection, extract: str, period: str, sent: datetime):
    """A file of one reporting unit and period, as the door records it."""
    file_id = f"{extract} {period} {sent}"
    con.execute(
        "insert into raw.files (file_id, extract, submitted_at) values (?, ?, ?)",
        [file_id, extract, sent],
    )
    con.execute(
        "insert into raw.slices values (?, ?, 'u', ?, 'replaces', 7)",
        [file_id, extract, period],
    )


@pytest.mark.parametrize(
    ("today", "yearly", "expected"),
    [
        (date(2024, 3, 12), False, date(2024, 1, 1)),  # the due day itself is in time
        (date(2024, 3, 13), False, date(2024, 2, 1)),
        (date(2024, 1, 5), False, date(2023, 11, 1)),
        (date(2024, 1, 31), False, date(2023, 12, 1)),
        (date(2024, 1, 12), True, date(2022, 1, 1)),
        (date(2024, 1, 13), True, date(2023, 1, 1)),
    ],
)
def test_what_was_due_last(today: date, yearly: bool, expected: date):
    assert last_due(today, 12, yearly) == expected


def fresh(con: duckdb.DuckDBPyConnection, as_of: date | None = None) -> dict[str, bool]:
    return {a.extract: a.is_fresh for a in arrivals(con, DUE, as_of)}


def test_a_month_is_missed_when_files_of_others_show_that_it_was_due(con):
    assert all(fresh(con).values())  # of what has never come nothing is missed
    land(con, "facility_monthly", "2019-04-01", datetime(2019, 5, 9))
    assert fresh(con)["facility_monthly"]  # years ago, and in time as of then
    land(con, "settlement", "2019-05-01", datetime(2019, 6, 12, 23))
    assert fresh(con)["facility_monthly"]
    land(con, "settlement", "2019-05-01", datetime(2019, 6, 13, 1))
    assert not fresh(con)["facility_monthly"]
    land(con, "facility_monthly", "2019-05-01", datetime(2019, 6, 20))
    assert fresh(con)["facility_monthly"]


def test_the_calendar_alone_knows_that_nothing_comes(con):
    land(con, "facility_monthly", "2019-04-01", datetime(2019, 5, 9))
    assert not fresh(con, date(2019, 6, 13))["facility_monthly"]
    assert fresh(con, date(2019, 6, 12))["facility_monthly"]


def test_a_file_from_the_future_makes_nothing_overdue(con):
    today = datetime.now(UTC).replace(tzinfo=None)
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    land(con, "facility_monthly", f"{month:%Y-%m-%d}", today)
    land(con, "settlement", f"{month:%Y-%m-%d}", datetime(2099, 1, 1))
    assert fresh(con)["facility_monthly"]


def test_a_file_from_the_future_does_not_hide_its_correction(tmp_path, tally):
    door = Door(tmp_path)
    future = (datetime.now(UTC) + timedelta(days=9_000)).timestamp()
    with survived(tally, "landing: a file from the future, then its correction"):
        first = door.write("jan.csv", HEADER + "A01,2024-01,1,\n")
        os.utime(first, (future, future))
        assert ahead(door.inbox.parent) == ["visit_report/jan.csv"]
        assert door.land()["jan.csv"].outcome == "landed"
        assert door.land()["jan.csv"].outcome == "unchanged"
        door.write("jan_corrected.csv", HEADER + "A01,2024-01,2,\n")
        door.land()
        newest = "from raw.files order by submitted_at desc limit 1"
        found = door.rows(f"select file_name {newest}")
        assert found == [("jan_corrected.csv",)]


def test_months_follow_the_files_that_are_new(con):
    land(con, "settlement", "2024-01-01", datetime(2024, 2, 1))
    note_before(con)
    assert touched(con, CONTRACTS) == []
    land(con, "settlement", "2024-03-01", datetime(2024, 4, 1))
    land(con, "facility_monthly", "2024-03-01", datetime(2024, 4, 2))
    land(con, "facility_annual", "2023-01-01", datetime(2024, 4, 2))
    land(con, "facility_registry", "none", datetime(2024, 4, 2))
    (found,) = touched(con, CONTRACTS)
    assert found.month == "2024-03"
    assert found.rows == {"facility_monthly": 7, "settlement": 7}
    # a year is no month
    assert known_months(con, CONTRACTS) == ["2024-01", "2024-03"]


def test_asked_months_are_kept_until_they_are_built(con):
    assert asked(con) == []
    ask(con, ["2024-03", "2024-01"])
    ask(con, ["2024-03"])
    assert asked(con) == ["2024-01-01", "2024-03-01"]
    done(con)
    assert asked(con) == []
