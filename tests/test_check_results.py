"""What checks found is kept: only what changed, and it can be judged again."""

from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from check_tables import controls, measure, prepare
from commandline import yigai

from expectations.results import Change, failed, record, rejudge, summary
from expectations.runner import CheckResult, Outcome
from extracts.dictionary_check_tables import land_checks


def whole(
    outcome: Outcome, layer: str = "measured", check_id: str = "L001", *, blocks=False
) -> CheckResult:
    return CheckResult(
        check_id, layer, "quality.rpt_check_results", "plausibility", 2, "床", "beds",
        outcome, 4, 1, "", datetime(2024, 2, 1), blocks,
    )  # fmt: skip


@pytest.fixture
def con():
    with duckdb.connect() as con:
        prepare(con, good=1.0, warned=1.3, bad=1.6, little=None)
        yield con


def stored(con: duckdb.DuckDBPyConnection, run_id: str) -> dict[str, str]:
    return dict(
        con.execute(
            "select facility_code, outcome from quality.check_results "
            "where run_id = ? and division_code <> 'all'",
            [run_id],
        ).fetchall()
    )


def test_a_run_is_stored_and_a_second_one_adds_what_changed(con):
    record(con, [whole("fail")], "first")
    assert stored(con, "first") == {
        "good": "pass", "warned": "warn", "bad": "fail", "little": "not_applicable",
    }  # fmt: skip
    record(con, [whole("fail")], "same")
    assert stored(con, "same") == {}
    # one is mended, one is gone, one is new, one says the same
    measure(con, good=1.0, bad=1.1, new=1.7)
    record(con, [whole("fail")], "later")
    assert stored(con, "later") == {
        "bad": "pass", "warned": "not_applicable", "new": "fail",
    }  # fmt: skip
    record(con, [whole("fail")], "last")
    assert stored(con, "last") == {}


def test_layers_of_one_run_have_one_number(con):
    record(con, [whole("pass", "raw", "R001")], "first")
    record(con, [whole("fail")], "first")
    record(con, [whole("pass", "raw", "R001")], "second")
    sql = "select distinct run_number, run_id from quality.check_results order by 1"
    assert con.sql(sql).fetchall() == [(1, "first"), (2, "second")]


def test_the_summary_counts_the_newest_outcome_of_each_check(con):
    record(con, [whole("fail"), whole("pass", "raw", "R001")], "first")
    record(con, [whole("pass")], "second")
    assert summary(con) == {"pass": 2}


def test_other_limits_judge_what_is_stored_without_measuring(con):
    record(con, [whole("fail")], "first")
    con.execute("drop view intermediate.int_results_judged")
    con.execute("drop table intermediate.int_checks_measured")
    assert rejudge(con, controls(), "same") == []
    changes = rejudge(con, controls(fail=[None, 1.2], warn=[1.1, None]), "stricter")
    assert changes == [
        Change("L001", "pass", "warn", 1), Change("L001", "warn", "fail", 1),
    ]  # fmt: skip
    assert stored(con, "stricter") == {
        "good": "warn", "warned": "fail", "bad": "fail", "little": "not_applicable",
    }  # fmt: skip
    # back again: the statistics were kept
    back = rejudge(con, controls(), "back")
    assert [(c.before, c.after) for c in back] == [("fail", "warn"), ("warn", "pass")]


def test_an_acceptance_is_seen_when_judged_again(con):
    record(con, [whole("fail")], "first")
    note = {
        "facility_code": "bad", "because": {"zh": "新楼", "en": "new ward"},
        "accepted_by": "county office", "accepted_on": "2024-03-01",
    }  # fmt: skip
    assert rejudge(con, controls(accepted=[note]), "accepted") == []
    sql = "select facility_code from quality.check_results where is_accepted"
    assert con.sql(sql).fetchall() == [("bad",)]


def test_rejudging_and_building_give_the_same_verdicts(con):
    record(con, [whole("fail")], "first")
    stricter = controls(fail=[None, 1.2])
    rejudge(con, stricter, "stricter")
    sql = """
        select facility_code, outcome from intermediate.int_results_judged
        except
        select facility_code, outcome from quality.check_results
        where run_id = 'stricter'
        """
    assert con.sql(sql).fetchall() == []


def test_a_check_as_a_whole_is_judged_again_too(con):
    """Two of four places fail: fewer than are tolerated, or more."""
    record(con, [whole("pass")], "first")
    rejudge(con, controls(fail=[None, 1.2], tolerated=0.7), "tolerant")
    rejudge(con, controls(fail=[None, 1.2]), "stricter")
    sql = """
        select run_id, outcome, rows_checked, rows_failed
        from quality.check_results where division_code = 'all' order by run_number
        """
    assert con.sql(sql).fetchall() == [
        ("first", "pass", 4, 1), ("tolerant", "warn", 4, 2), ("stricter", "fail", 4, 2),
    ]  # fmt: skip


def test_only_what_blocks_stops_a_publication():
    found = [
        whole("fail", "marts", "M001", blocks=True),
        whole("error", "raw", "R002", blocks=True),
        whole("pass", "raw", "R003", blocks=True),
        whole("fail"),
    ]
    assert [r.check_id for r in failed(found)] == ["M001", "R002"]


def test_the_command_judges_stored_results_by_the_limits_of_today(tmp_path: Path):
    """Of the project's own L001: above 1.5 it fails, and it never warns."""
    build = tmp_path / "build" / "yigai.duckdb"
    build.parent.mkdir()
    with duckdb.connect(build) as con:
        prepare(con, good=1.0, warned=1.3, bad=1.6)
        land_checks(con, controls(warn=[None, 1.2], fail=[None, 1.9]))
        record(con, [whole("pass")], "when limits were others")
        # nothing is left to measure again
        con.execute("drop view intermediate.int_results_judged")
        con.execute("drop table intermediate.int_checks_measured")
    said = yigai(tmp_path, "check", "--rejudge")
    lines = [line.split() for line in (said.stdout + said.stderr).splitlines()]
    told = [[w for w in line if w.isalnum()] for line in lines if "L001" in line]
    assert told == [["L001", "warn", "fail", "1"], ["L001", "warn", "pass", "1"]]
    with duckdb.connect(build, read_only=True) as con:
        newest = con.execute(
            """
            select facility_code, outcome from quality.check_results
            where division_code <> 'all'
            qualify row_number() over (
                partition by facility_code order by run_number desc) = 1
            order by all
            """
        ).fetchall()
    assert newest == [("bad", "fail"), ("good", "pass"), ("warned", "pass")]
    again = yigai(tmp_path, "check", "--rejudge")
    assert "L001" not in again.stdout + again.stderr
