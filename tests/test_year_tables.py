"""The tables of a year's assessment: what they hold, and the same bytes each time."""

import json
from pathlib import Path

import duckdb
import openpyxl
import pytest
from commandline import yigai

from assessment import year_queries, year_tables

SCHEMAS = ("indicators", "core", "quality")
# the columns that the questions ask, with made-up rows: the marts' contracts keep them
ROWS = {
    "core.dim_divisions": [
        {"division_code": "990101", "name_zh": "一县", "is_current": True,
         "is_synthetic": True},
    ],
    "indicators.dim_indicators": [
        {"indicator_id": "bed_use", "name_zh": "病床使用率", "name_en": "bed use",
         "unit": "%", "formula_zh": "占用 ÷ 开放", "formula_en": "occupied ÷ open",
         "direction": "monitor", "editions_zh": "2024", "source_document": "某文件",
         "source_clause": "1", "source_status": "S", "missing_zh": "none",
         "notes_zh": "=1+1", "is_archived": False},
    ],
    "indicators.fct_indicator_values": [
        {"indicator_id": "bed_use", "division_code": "990101", "facility_tier": "all",
         "geography": "then", "period_type": "year", "period_end": f"{year}-12-31",
         "value": value, "lower_95": 70.0, "upper_95": 90.0, "numerator": 8.0,
         "denominator": 10.0, "months_reported": 11, "months_expected": 12,
         "facilities_reported": 20, "facilities_expected": 24,
         "is_provisional": year == 2024,
         "null_reason": "none" if value else "term_missing"}
        for year, value in ((2022, None), (2023, 80.0), (2024, 104.5))
    ],
    "indicators.dim_targets": [
        {"target_id": "t", "comparison": "at_most", "document_zh": "某文件",
         "clause": "2", "status": "S"},
    ],
    "indicators.fct_indicator_comparisons": [
        {"indicator_id": "bed_use", "division_code": "990101", "facility_tier": "all",
         "geography": "then", "period_type": "year", "period_end": "2024-12-31",
         "value": 104.5, "target_id": "t", "target_value": 93.0, "gap_to_target": 11.5,
         "is_target_met": False, "verdict_on_target": "missed",
         "target_due_on": "2025-12-31"},
    ],
    "quality.rpt_arrivals": [
        {"extract_id": "facility_monthly", "division_code": "990101",
         "reports_expected": 2, "reports_arrived": 2, "reports_on_time": at,
         "month": f"2024-0{at + 1}-01"}
        for at in (1, 2)
    ],
    "quality.dim_checks": [
        {"check_id": "U001", "name_zh": "单位", "name_en": "unit"},
    ],
    "quality.rpt_check_results": [
        {"check_id": "U001", "division_code": "990101", "outcome": outcome,
         "severity": 1, "is_accepted": False, "month": "2024-03-01"}
        for outcome in ("pass", "warn", "warn")
    ],
}  # fmt: skip


@pytest.fixture
def published(tmp_path: Path) -> Path:
    path = tmp_path / "yigai.duckdb"
    with duckdb.connect(path) as con:
        for schema in SCHEMAS:
            con.execute(f"create schema {schema}")
        for table, rows in ROWS.items():
            beside = tmp_path / "rows.json"
            beside.write_text(json.dumps(rows), "utf-8")
            con.execute(f"create table {table} as from read_json(?)", [str(beside)])
    facts = {"publication_id": "p1", "published_at": "2025-02-01T00:00:00Z",
             "as_of": "2025-01-31", "code_version": "c"}  # fmt: skip
    (tmp_path / "manifest.json").write_text(json.dumps(facts), "utf-8")
    return path


def rows_of(path: Path, sheet: str) -> list[dict]:
    page = openpyxl.load_workbook(path)[sheet]
    head, *rows = page.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_values_stand_with_both_sides_the_year_before_and_coverage(published, tmp_path):
    made = year_tables.write(published, 2024, tmp_path / "out")
    assert made.path.name == "synthetic_assessment_tables_2024.xlsx"
    (row,) = rows_of(made.path, "指标")
    assert row["值 value"] == 104.5  # above 100 % and real
    assert row["上年 year before"] == 80.0
    assert row["分子 numerator"] / row["分母 denominator"] == 0.8
    assert row["报告月数 months reported"] == 11
    assert row["暂定 provisional"] == "是 yes"
    assert row["无值原因 why no value"] is None


def test_targets_arrivals_checks_and_definitions(published, tmp_path):
    made = year_tables.write(published, 2024, tmp_path / "out")
    (target,) = rows_of(made.path, "目标")
    assert target["差距 gap"] == 11.5
    assert target["达到 met"] == "否 no"
    (arrived,) = rows_of(made.path, "到报")
    assert list(arrived.values())[-3:] == [4, 4, 3]
    (check,) = rows_of(made.path, "检查")
    assert (check["结果 outcome"], check["处 places"]) == ("warn", 2)
    (definition,) = rows_of(made.path, "口径")
    # a text that looks like a formula stays a text
    assert definition["注意 notes"] == "=1+1"
    assert made.rows == {s.name: 1 for s in year_queries.SHEETS}


def test_the_same_publication_and_year_give_the_same_bytes(published, tmp_path):
    first = year_tables.write(published, 2024, tmp_path / "a").path.read_bytes()
    assert year_tables.write(published, 2024, tmp_path / "b").path.read_bytes() == first


def test_a_year_without_values_is_refused_by_name(published, tmp_path):
    assert year_tables.years(published) == [2023, 2024]
    with pytest.raises(year_tables.NoYearError, match="2023、2024"):
        year_tables.write(published, 2022, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_the_questions_fit_the_marts_as_they_are(publication: Path):
    """A publication of printed figures has the tables and no year."""
    with duckdb.connect(publication.resolve(), read_only=True) as con:
        for sheet in year_queries.SHEETS:
            known = {"year": 2024} if "$year" in sheet.sql else {}
            con.execute(sheet.sql, known).fetchall()
    done = yigai(publication.parent.parent, "assess", check=False)
    assert done.returncode == 1
    assert "no indicators" in done.stderr
