"""Every injected fault is found, and little else: recall and false alarms by kind."""

import os
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import duckdb
import pytest
from commandline import PROJECT

from demo.sample.generate import generate
from demo.sample.truth import Fault, Truth
from extracts.contract import load_contracts
from extracts.dictionary import load_dictionary
from extracts.dictionary_tables import land_dictionary
from extracts.landing import FileResult, land_inbox
from extracts.warehouse import open_warehouse, prepare

pytestmark = pytest.mark.slow

# what a fault is called by those who do not know how it was made
SUSPECTED_AS = {
    "yuan_for_thousand": "unit_slip",
    "wan_for_thousand": "unit_slip",
    "yuan_for_wan": "budget_unit_slip",
    "missing_facility_month": "missing_report",
    "missing_county_month": "missing_report",
    "optional_header_renamed": "unknown_header",
    "insured_population_step": "population_step",
    "resident_population_step": "population_step",
}
RECALL, FALSE_ALARMS = 0.95, 0.005


class Found:
    """What the door and the models said about the files."""

    def __init__(self, results: list[FileResult], build: Path) -> None:
        self.outcomes = defaultdict(set)
        for result in results:
            self.outcomes[result.file_name].add(result.outcome)
        with duckdb.connect(build, read_only=True) as con:
            self.rejected = set(con.sql(
                "select file_name, row_number from quality.rpt_rejected_rows"
            ).fetchall())  # fmt: skip
            self.suspected = con.sql(
                """
                select fault_kind, extract_id, division_code, facility_code, month,
                    file_name, file_row
                from quality.rpt_suspected_faults
                """
            ).fetchall()
            self.superseded = set(con.sql(
                """
                select file_name, reporting_unit
                from staging.stg_landing__slices as slices
                inner join staging.stg_landing__files as files
                    on slices.file_id = files.file_id
                where not slices.is_current
                """
            ).fetchall())  # fmt: skip
            rows = con.sql("select sum(rows_read) from quality.rpt_landed_files")
            self.cells = int((rows.fetchone() or (0,))[0])

    def has(self, fault: Fault) -> bool:
        match fault.expected:
            case "refused" | "unchanged":
                return fault.expected in self.outcomes[fault.file]
            case "rejected_row":
                return (fault.file, fault.row) in self.rejected
            case "superseded" if fault.kind == "resent_corrected":
                return (fault.file, fault.facility_code) in self.superseded
            case _:
                return any(explains(fault, row) for row in self.suspected)


def explains(fault: Fault, row: tuple) -> bool:
    """Whether a suspicion is about just this fault."""
    kind, extract, division, facility, month, file_name, file_row = row
    if (kind, extract) != (SUSPECTED_AS.get(fault.kind, fault.kind), fault.extract):
        return False
    if kind in ("unknown_header", "duplicate_settlements"):
        return file_name in (fault.file, fault.related_file)
    if file_row is not None and fault.row is not None and file_name == fault.file:
        return file_row == fault.row
    same_month = not fault.period or str(month)[: len(fault.period)] == fault.period
    same_place = (
        facility == fault.facility_code
        if fault.facility_code
        else division == fault.division_code
    )
    return same_month and same_place


@pytest.fixture(scope="module")
def exam(tmp_path_factory: pytest.TempPathFactory) -> tuple[Truth, Found]:
    folder = tmp_path_factory.mktemp("faults")
    truth = generate(folder / "inbox", scale=0.01, months=18, seed=7,
                     start=date(2023, 1, 1), faults=True)  # fmt: skip
    build, contracts = folder / "build" / "yigai.duckdb", load_contracts()
    with open_warehouse(build) as con:
        prepare(con, list(contracts.values()))
        land_dictionary(con, load_dictionary())
        results = list(land_inbox(con, folder / "inbox", contracts))
    models = ["+rpt_suspected_faults", "+rpt_rejected_rows", "+rpt_landed_files"]
    done = subprocess.run(
        [Path(sys.executable).parent / "dbt", "build", "--exclude-resource-type",
         "unit_test", "--select", *models, "--target-path", str(folder / "target")],
        cwd=PROJECT, capture_output=True, text=True, check=False,
        env={**os.environ, "DBT_PROFILES_DIR": str(PROJECT), "YIGAI_BUILD": str(build)},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    return truth, Found(results, build)


def consequences(truth: Truth, row: tuple) -> bool:
    """A refused file or a rejected row leaves a gap, which is rightly reported."""
    kind, extract, division, facility, month, _, _ = row
    return kind == "missing_report" and any(
        fault.extract == extract
        and fault.expected in ("refused", "rejected_row")
        and (fault.facility_code in ("", facility))
        and (fault.facility_code or fault.division_code == division)
        and str(month)[: len(fault.period)] == fault.period
        for fault in truth.faults
    )


def test_recall_and_false_alarms(exam, capsys):
    truth, found = exam
    injected, caught = Counter(), Counter()
    for fault in truth.faults:
        injected[fault.kind] += 1
        caught[fault.kind] += found.has(fault)
    false = [
        row
        for row in found.suspected
        if not any(explains(fault, row) for fault in truth.faults)
        and not consequences(truth, row)
    ]
    wrong = Counter(row[0] for row in false)
    recall = sum(caught.values()) / sum(injected.values())
    rate = len(false) / found.cells
    with capsys.disabled():
        print(f"\n{'fault':<28}{'injected':>9}{'found':>7}{'recall':>8}")
        for kind, count in sorted(injected.items()):
            share = caught[kind] / count
            print(f"{kind:<28}{count:>9}{caught[kind]:>7}{share:>8.2f}")
        print(f"recall {recall:.3f}; false alarms {len(false)} of {found.cells} rows "
              f"({rate:.4%}) {dict(wrong)}")  # fmt: skip
    assert min(injected.values()) >= 4
    assert recall >= RECALL
    assert rate < FALSE_ALARMS


def test_clean_files_raise_no_suspicion(exam):
    """Suspicions of a kind point at injected faults far more often than not."""
    truth, found = exam
    for kind in {row[0] for row in found.suspected}:
        rows = [row for row in found.suspected if row[0] == kind]
        right = sum(
            any(explains(fault, row) for fault in truth.faults)
            or consequences(truth, row)
            for row in rows
        )
        assert right / len(rows) >= 0.5, kind
