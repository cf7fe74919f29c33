"""Control rows: wrong ones are refused with file and line; every kind is there."""

from pathlib import Path
from typing import get_args

import duckdb
import pytest

from extracts.dictionary import load_dictionary
from extracts.dictionary_check_tables import land_checks
from extracts.dictionary_checks import Kind, load_controls, refer_to_items
from extracts.problems import ContractError

ROW = """
kind: unit
checks:
  - check_id: U001
    name: {zh: 甲, en: a}
    category: plausibility
    severity: 1
    statistic: usual
    against: self
    numerator: facility_monthly.medical_income_yuan
    denominator: facility_monthly.visits + 10 * facility_monthly.discharges
    fail: [0.2, 8]
    basis: ours
    accepted:
      - division_code: '990101'
        first_month: 2024-01-01
        because: {zh: 已核实, en: confirmed}
        accepted_by: county office
        accepted_on: 2024-03-01
"""


def written(folder: Path, text: str) -> Path:
    (folder / "unit.yml").write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    against: self\n", "", "unit.yml:4: checks.0: .*`against`"),
        ("against: self", "against: them", "unit.yml:9: checks.0.against"),
        ("fail: [0.2, 8]", "fail: [8, 0.2]", "the low limit comes first"),
        ("severity: 1", "severity: 0", "unit.yml:7: checks.0.severity"),
        ("severity: 1", "severety: 1", "unit.yml:7: checks.0.severety"),
        ("kind: unit", "kind: other", "unit.yml:2: kind"),
        ("10 * fac", "10 * beds * fac", "unit.yml:11: .*no product"),
        ("    basis: ours\n", "", "checks.0.basis: Field required"),
        ("first_month: 2024-01-01", "first_month: soon", "unit.yml:16: "),
    ],
)
def test_a_wrong_row_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, said: str
):
    load_controls(written(tmp_path, ROW))
    with pytest.raises(ContractError, match=said):
        load_controls(written(tmp_path, ROW.replace(old, new)))


def test_an_unknown_item_and_a_doubled_check_are_refused(tmp_path: Path):
    folder = written(tmp_path, ROW.replace("monthly.visits", "monthly.vists"))
    with pytest.raises(ContractError, match=r"unit.yml:4: U001: no such item: .*vists"):
        refer_to_items(load_controls(folder), [], folder)
    (written(tmp_path, ROW) / "more.yml").write_text(ROW, "utf-8")
    with pytest.raises(ContractError, match=r"unit.yml:4: U001: stands in .*more.yml"):
        load_controls(tmp_path)


def test_control_rows_become_tables(tmp_path: Path):
    with duckdb.connect() as con:
        land_checks(con, load_controls(written(tmp_path, ROW)))
        sql = "select kind, terms, fail_below, warn_below from raw.dictionary_checks"
        assert con.sql(sql).fetchall() == [("unit", 3, 0.2, None)]
        sql = "select side, weight, extract_id, item from raw.dictionary_check_terms"
        assert con.sql(f"{sql} order by all").fetchall() == [
            ("denominator", 1.0, "facility_monthly", "visits"),
            ("denominator", 10.0, "facility_monthly", "discharges"),
            ("numerator", 1.0, "facility_monthly", "medical_income_yuan"),
        ]
        sql = "select division_code, facility_code, last_month, because_en"
        sql += " from raw.dictionary_check_acceptances"
        assert con.sql(sql).fetchall() == [("990101", "any", None, "confirmed")]
        land_checks(con, [])
        assert con.sql("from raw.dictionary_checks").fetchall() == []


def test_every_kind_of_check_is_used():
    found = {
        controls.kind: len(controls.checks) for controls in load_dictionary().checks
    }
    assert set(found) == set(get_args(Kind))
