"""A failed check of severity 1 keeps what it touches out of the published tables."""

from pathlib import Path

import duckdb
import pytest

from expectations.withholding import published

BUILD = """
create schema quality; create schema indicators; create schema core;
create table quality.rpt_flagged_cells as from (values
    ('cost', '990101', 'month', date '2024-01-31', true),
    ('cost', '9901', 'year', date '2024-12-31', true),
    ('cost', '990102', 'month', date '2024-01-31', false)
) as t(indicator_id, division_code, period_type, period_end, is_withheld);
create table quality.rpt_withheld_measures as from (values
    ('income_yuan', '990101', date '2024-01-01')
) as t(measure_id, division_code, month);
create table indicators.fct_indicator_values as from (values
    ('cost', '990101', 'month', date '2024-01-31', 10.0e0, 900.5e0, 3, 'none'),
    ('cost', '990101', 'month', date '2024-02-29', 10.0e0, 90.5e0, 3, 'none'),
    ('cost', '990102', 'month', date '2024-01-31', 10.0e0, 80.5e0, 3, 'none'),
    ('cost', '9901', 'year', date '2024-12-31', 99.0e0, 777.5e0, 9, 'none'),
    ('beds', '990101', 'month', date '2024-01-31', 10.0e0, 70.5e0, 3, 'none')
) as t(indicator_id, division_code, period_type, period_end, numerator, value,
    facilities_reported, null_reason);
create table indicators.fct_indicator_growth as from (values
    ('cost', '990101', 'month', date '2025-01-31', date '2024-01-31', 5.5e0, 'none'),
    ('cost', '990102', 'month', date '2025-01-31', date '2024-01-31', 4.5e0, 'none')
) as t(indicator_id, division_code, period_type, period_end, base_period_end,
    growth_pct, null_reason);
create table indicators.fct_indicator_comparisons as from (values
    ('cost', '990102', 'year', date '2024-12-31', '9901', 777.5e0, 'better'),
    ('cost', '990102', 'month', date '2024-02-29', '9901', 66.5e0, 'worse')
) as t(indicator_id, division_code, period_type, period_end, higher_code, higher_value,
    verdict);
create table indicators.rpt_revisions as from (values
    ('cost', '990101', date '2024-01-31', 900.5e0),
    ('cost', '990101', date '2024-02-29', 90.5e0)
) as t(indicator_id, division_code, period_end, value);
create table core.fct_measures as from (values
    ('income_yuan', '990101', date '2024-01-01', 9005.0e0, 4),
    ('income_yuan', '990101', date '2024-02-01', 905.0e0, 4)
) as t(measure_id, division_code, month, value, facilities_reported);
create table core.dim_places as select '990101' as division_code, 1.5e0 as area;
"""
HELD = ("900.5", "777.5", "9005.0", "99.0", "5.5")
TABLES = (
    "indicators.fct_indicator_values", "indicators.fct_indicator_growth",
    "indicators.fct_indicator_comparisons", "indicators.rpt_revisions",
    "core.fct_measures", "core.dim_places", "quality.rpt_flagged_cells",
)  # fmt: skip


@pytest.fixture
def con(tmp_path: Path):
    with duckdb.connect(tmp_path / "build.duckdb") as con:
        con.execute(BUILD)
    with duckdb.connect() as con:
        con.execute(f"attach '{tmp_path / 'build.duckdb'}' as build (read_only)")
        yield con


def rows(con: duckdb.DuckDBPyConnection, table: str) -> list[tuple]:
    sql = published(con, *table.split("."))
    return con.execute(f"select * from ({sql}) order by all").fetchall()


def test_a_withheld_cell_has_no_figure_and_says_why(con):
    found = {(*row[:2], str(row[3])): row[4:] for row in rows(con, TABLES[0])}
    nothing = (None, None, 3, "withheld_by_check")
    assert found["cost", "990101", "2024-01-31"] == nothing
    assert found["cost", "9901", "2024-12-31"] == (None, None, 9, "withheld_by_check")
    # a failure of lesser severity flags, and other cells keep theirs
    assert found["cost", "990102", "2024-01-31"] == (10.0, 80.5, 3, "none")
    assert found["cost", "990101", "2024-02-29"] == (10.0, 90.5, 3, "none")
    assert found["beds", "990101", "2024-01-31"] == (10.0, 70.5, 3, "none")


def test_no_published_table_gives_a_withheld_figure_back(con):
    shown = {table: rows(con, table) for table in TABLES}
    for table, found in shown.items():
        said = {str(cell) for row in found for cell in row}
        assert not said & set(HELD), table
    assert len(shown["indicators.fct_indicator_growth"]) == 2
    assert len(shown["indicators.fct_indicator_comparisons"]) == 1
    assert len(shown["indicators.rpt_revisions"]) == 1
    assert [row[3] for row in shown["core.fct_measures"]] == [None, 905.0]


def test_what_is_not_withheld_is_published_as_it_is(con):
    for table in ("core.dim_places", "quality.rpt_flagged_cells"):
        whole = con.execute(f"from build.{table} order by all").fetchall()
        assert rows(con, table) == whole
    columns = con.sql(published(con, "core", "fct_measures")).columns
    assert columns == con.sql("from build.core.fct_measures").columns


def test_a_build_without_checks_is_published_whole(tmp_path: Path):
    with duckdb.connect(tmp_path / "bare.duckdb") as con:
        con.execute(BUILD)
        con.execute("drop schema quality cascade")
    with duckdb.connect() as con:
        con.execute(f"attach '{tmp_path / 'bare.duckdb'}' as build (read_only)")
        whole = con.execute("from build.core.fct_measures order by all").fetchall()
        assert rows(con, "core.fct_measures") == whole
