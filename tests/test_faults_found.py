"""Every injected fault is found, and little else: recall and false alarms by kind."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest
from commandline import PROJECT
from exam import Exam, open_exam
from exam_table import table
from true_values import APART, beside, told, wrong_values

from demo.sample.generate import generate
from expectations.results import record, rejudge
from expectations.runner import run_suite
from expectations.suites import load_suite, measured_suite
from extracts.contract import load_contracts
from extracts.dictionary import load_dictionary
from extracts.dictionary_check_tables import land_checks
from extracts.dictionary_tables import land_dictionary
from extracts.landing import land_inbox
from extracts.warehouse import open_warehouse, prepare

pytestmark = pytest.mark.slow

RECALL, FALSE_ALARMS = 0.95, 0.005
# of cells that no check flags: untrue, and so by more than a hundredth of the value
UNTRUE, FAR_OFF = 0.012, 0.003
MODELS = ("+path:models/marts/quality", "+fct_indicator_values")
# what holds of each place and of each check as a whole
HOLDS = """
select * exclude (run_number, run_id, checked_at) from quality.check_results
qualify row_number() over (
    partition by check_id, division_code, facility_code, part, month
    order by run_number desc
) = 1
"""


@pytest.fixture(scope="module")
def exam(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exam]:
    folder = tmp_path_factory.mktemp("faults")
    truth = generate(folder / "inbox", scale=0.008, months=12, seed=7,
                     start=date(2023, 1, 1), faults=True)  # fmt: skip
    build, contracts = folder / "build" / "yigai.duckdb", load_contracts()
    with open_warehouse(build) as con:
        prepare(con, list(contracts.values()))
        land_dictionary(con, load_dictionary())
        landed = list(land_inbox(con, folder / "inbox", contracts))
    dbt(build, "build", "--exclude-resource-type", "unit_test",
        "--indirect-selection", "cautious", "--select", *MODELS)  # fmt: skip
    found = open_exam(build, truth, landed)
    yield found
    found.con.close()


def dbt(build: Path, *words: str) -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "dbt", *words,
         "--target-path", str(build.parent / "target")],
        cwd=PROJECT, capture_output=True, text=True, check=False,
        env={**os.environ, "DBT_PROFILES_DIR": str(PROJECT), "YIGAI_BUILD": str(build)},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]


def test_recall_and_false_alarms(exam: Exam, capsys: pytest.CaptureFixture[str]):
    with capsys.disabled():
        print("\n" + "\n".join(table(exam)))
    assert {fault.kind for fault in exam.faults} >= {"swapped_columns", "yuan_for_wan"}
    assert exam.recall >= RECALL
    assert exam.false_alarm_rate < FALSE_ALARMS


def test_findings_of_every_check_are_mostly_right(exam: Exam):
    for check in {result.check for result in exam.results}:
        found = [r for r in exam.results if r.check == check]
        wrong = [r for r in exam.false_results if r.check == check]
        assert len(wrong) <= len(found) / 2, (check, wrong[:3])


def test_severity_one_touches_cells_that_are_withheld(exam: Exam):
    """An income a thousand times too high is withheld up to the prefecture's year."""
    slips = [f for f in exam.faults if f.kind == "yuan_for_thousand"]
    for fault in slips:
        county = exam.counties[fault.facility_code]
        withheld = exam.ask(
            f"""
            select period_type from quality.rpt_flagged_cells
            where is_withheld and indicator_id = 'cost_per_visit'
                and division_code in ('{county}', '{county[:4]}')
                and date_trunc('month', period_end) >= date '{fault.period}-01'
            """
        )
        assert {row[0] for row in withheld} >= {"month", "ytd", "year"}


def test_every_cell_that_a_check_touches_is_flagged_by_its_name(exam: Exam):
    """Counties and prefectures alike; what has no value has no flag."""
    touched, silent = exam.ask(
        """
        select list(distinct cells.check_id),
            count(*) filter (not coalesce(
                contains(flagged.checks, cells.check_id), false))
        from quality.fct_check_cells as cells
        inner join indicators.fct_indicator_values as facts
            on cells.indicator_id = facts.indicator_id
            and cells.division_code = facts.division_code
            and last_day(cells.month) = facts.period_end
            and facts.period_type = 'month' and facts.facility_tier = 'all'
            and facts.geography = 'then'
        left join quality.rpt_flagged_cells as flagged
            on facts.indicator_id = flagged.indicator_id
            and facts.division_code = flagged.division_code
            and facts.period_type = flagged.period_type
            and facts.period_end = flagged.period_end
        """
    )[0]
    assert silent == 0
    # of whole counties, of a prefecture, of persons, of money
    assert {*touched} >= {"B001", "T009", "P002", "U001"}


def test_a_check_that_fails_touches_cells_unless_it_says_why_not(exam: Exam):
    """What was sent twice counts once: nothing that readers see is wrong for it."""
    failing = exam.ask(
        "select distinct check_id from quality.rpt_check_results "
        "where outcome in ('warn', 'fail') and not is_accepted "
        "except select check_id from quality.fct_check_cells"
    )
    assert failing == [("D001",)]


def test_what_no_check_flags_is_true(exam: Exam):
    """A cell without a flag is true, but for single rows and unknown classes.

    What the door rejected (one claim or record of a month) is listed by row and flags
    no cell; a facility of an unknown class is flagged in the registry, while the fund's
    share that goes to primary care lacks it in every month.
    """
    truth = pl.DataFrame(
        [v.model_dump() for v in exam.values], infer_schema_length=None
    )
    known = truth.filter(~pl.col("indicator_id").is_in(APART))
    compared = beside(known, exam.con.sql("from indicators.fct_indicator_values").pl())
    cell = ["indicator_id", "division_code", "period_type", "period_end"]
    flagged = exam.con.sql(f"select {', '.join(cell)} from quality.rpt_flagged_cells")
    silent = compared.join(flagged.pl(), on=cell, how="anti")
    assert silent.height > 8_000
    wrong = wrong_values(silent)
    value, ours = pl.col("value"), pl.col("value_other")
    far = wrong.filter(
        ((value - ours).abs() <= 0.01 * value.abs()).not_().fill_null(True)
    )
    assert wrong.height < UNTRUE * silent.height, told(wrong)
    assert far.height < FAR_OFF * silent.height, told(far)
    # a flag is there for a reason: nearly every second one stands at an untrue value
    loud = compared.join(flagged.pl(), on=cell, how="semi")
    assert wrong_values(loud).height > 0.4 * loud.height


def closer(limit: tuple[float | None, float | None]) -> tuple[float | None, ...]:
    """Limits that more results, or others, lie outside of."""
    return tuple(one if one is None else 0.7 * one for one in limit)


def test_judging_again_gives_what_a_fresh_run_with_the_same_limits_gives(
    exam: Exam, tmp_path: Path
):
    ((path,),) = exam.ask("select path from duckdb_databases() where not internal")
    changed = [
        controls.model_copy(
            update={
                "checks": [
                    check.model_copy(
                        update={"warn": closer(check.warn), "fail": closer(check.fail)}
                    )
                    for check in controls.checks
                ]
            }
        )
        for controls in load_dictionary().checks
    ]
    found: dict[str, set[tuple]] = {}
    for name in ("again", "fresh"):
        build = tmp_path / name / "yigai.duckdb"
        build.parent.mkdir()
        shutil.copyfile(path, build)
        with duckdb.connect(build) as con:
            record(con, run_suite(con, load_suite("measured")))
            if name == "again":
                changes = rejudge(con, changed)
            else:
                land_checks(con, changed)
        if name == "fresh":
            dbt(build, "run", "--select", "int_results_judged", "rpt_check_results")
            with duckdb.connect(build) as con:
                record(con, run_suite(con, measured_suite(changed)))
        with duckdb.connect(build) as con:
            found[name] = set(con.execute(HOLDS).fetchall())
    assert sum(change.places for change in changes) > 100
    assert len({change.check_id for change in changes}) > 5
    assert found["again"] == found["fresh"]
