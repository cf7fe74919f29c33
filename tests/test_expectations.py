"""Checks are data; each can fail, and a check that cannot run says so."""

import duckdb
import pytest

from expectations.runner import run_suite
from expectations.suites import LAYERS, Suite, as_check, load_suite
from extracts.dictionary_checks import Control

STRUCTURAL = [layer for layer in LAYERS if layer != "measured"]


def suite(query: str, severity: int = 1) -> Suite:
    return Suite.model_validate(
        {"layer": "marts", "checks": [{
            "check_id": "T001", "asset": ["core", "t"], "category": "conformance",
            "severity": severity, "says": {"zh": "测试", "en": "test"}, "query": query,
            "expectation": "ExpectColumnValuesToBeBetween",
            "arguments": {"column": "n", "min_value": 0}}]}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "severity", "outcome", "failed"),
    [
        ("select unnest([1, 2]) as n", 1, "pass", 0),
        ("select unnest([1, -2]) as n", 1, "fail", 1),
        ("select unnest([1, -2]) as n", 3, "warn", 1),
        ("select * from no_such_table", 1, "error", 0),
        ("select 1 as other_column", 1, "error", 0),
    ],
)
def test_outcomes(query: str, severity: int, outcome: str, failed: int):
    with duckdb.connect() as con:
        (result,) = run_suite(con, suite(query, severity))
    assert (result.outcome, result.rows_failed) == (outcome, failed)
    assert result.blocks == (severity == 1)


def control(**more) -> Control:
    return Control.model_validate(
        {"check_id": "L999", "name": {"zh": "测试", "en": "test"}, "severity": 1,
         "category": "plausibility", "statistic": "ratio", "basis": "none",
         "numerator": "facility_monthly.visits", **more}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("outcomes", "tolerated", "outcome"),
    [
        (["pass", "pass"], 0.0, "pass"),
        (["pass", "not_applicable"], 0.0, "pass"),
        (["pass", "warn"], 0.0, "warn"),
        (["pass", "fail"], 0.0, "fail"),
        (["pass", "pass", "pass", "fail"], 0.25, "warn"),
        (["pass", "error"], 0.0, "fail"),
        (["not_applicable"], 0.0, "not_applicable"),
        ([], 0.0, "not_applicable"),
    ],
)
def test_a_control_row_as_a_whole(outcomes: list[str], tolerated: float, outcome: str):
    """It never blocks: severity 1 withholds cells; accepted findings do not count."""
    with duckdb.connect() as con:
        con.execute(
            "create schema quality; create table quality.rpt_check_results as "
            "select 'L999' as check_id, 'fail' as outcome, true as is_accepted"
        )
        for found in outcomes:
            con.execute(
                "insert into quality.rpt_check_results values ('L999', ?, false)",
                [found],
            )
        checks = [as_check(control(tolerated=tolerated), "quality.rpt_check_results")]
        (result,) = run_suite(con, Suite(layer="measured", checks=checks))
    assert (result.outcome, result.blocks) == (outcome, False)


def test_every_layer_has_a_blocking_check_and_ids_are_unique():
    suites = [load_suite(layer) for layer in LAYERS]
    for found in suites:
        blocking = any(check.is_blocking for check in found.checks)
        assert blocking == (found.layer in STRUCTURAL)
    ids = [c.check_id for s in suites for c in s.checks]
    assert len(ids) == len(set(ids))
