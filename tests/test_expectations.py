"""Checks are data; each can fail, and a check that cannot run says so."""

import duckdb
import pytest

from expectations.runner import record, run_suite
from expectations.suites import LAYERS, Suite, load_suite


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
        record(con, [result])
        record(con, [result])
        stored = con.sql("select outcome, rows_failed from quality.check_results")
        assert stored.fetchall() == [(outcome, failed)]


def test_every_layer_has_a_blocking_check_and_ids_are_unique():
    suites = [load_suite(layer) for layer in LAYERS]
    assert all(any(c.is_blocking for c in s.checks) for s in suites)
    ids = [c.check_id for s in suites for c in s.checks]
    assert len(ids) == len(set(ids))
