"""Run checks with Great Expectations on small frames that DuckDB computed."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import duckdb
import pandas as pd

from expectations.suites import Check, Suite

Outcome = Literal["pass", "warn", "fail", "error", "not_applicable"]


@dataclass(frozen=True)
class CheckResult:
    """What one check found as a whole; `blocks` says whether it stops publishing."""

    check_id: str
    layer: str
    asset: str
    category: str
    severity: int
    says_zh: str
    says_en: str
    outcome: Outcome
    rows_checked: int
    rows_failed: int
    observed: str
    checked_at: datetime
    blocks: bool = False


def run_suite(con: duckdb.DuckDBPyConnection, suite: Suite) -> list[CheckResult]:
    """Run one layer's checks; a check that cannot run has the outcome `error`."""
    frames = {check.check_id: ask(con, check) for check in suite.checks}
    validate = validator()
    return [judge(suite, check, frames[check.check_id], validate)
            for check in suite.checks]  # fmt: skip


def ask(con: duckdb.DuckDBPyConnection, check: Check) -> pd.DataFrame | duckdb.Error:
    try:
        return con.sql(check.query).df()
    except duckdb.Error as error:
        return error


def validator() -> Any:
    """A function that judges one frame; Great Expectations takes seconds to import."""
    import great_expectations as gx  # noqa: PLC0415
    from great_expectations import expectations as gxe  # noqa: PLC0415
    from great_expectations.data_context.types.base import (  # noqa: PLC0415
        ProgressBarsConfig,
    )

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_pandas("frames")

    def validate(check: Check, frame: pd.DataFrame) -> Any:
        asset = source.add_dataframe_asset(check.check_id)
        batch = asset.add_batch_definition_whole_dataframe("all").get_batch(
            {"dataframe": frame}
        )
        return batch.validate(getattr(gxe, check.expectation)(**check.arguments))

    return validate


def judge(
    suite: Suite, check: Check, frame: pd.DataFrame | duckdb.Error, validate: Any
) -> CheckResult:
    outcome, rows, failed, observed = "error", 0, 0, ""
    if isinstance(frame, duckdb.Error):
        observed = str(frame).splitlines()[0]
    else:
        answer = validate(check, frame)
        found = answer.result
        rows = len(frame)
        failed = int(found.get("unexpected_count", 0 if answer.success else 1))
        observed = str(found.get("observed_value", ""))
        if has_raised(answer.exception_info):
            outcome, failed = "error", 0
        else:
            outcome = verdict(check, bool(answer.success), frame)
    return CheckResult(
        check.check_id, suite.layer, ".".join(check.asset), check.category,
        check.severity, check.says.zh, check.says.en, outcome, rows, failed, observed,
        datetime.now(UTC).replace(tzinfo=None), check.is_blocking,
    )  # fmt: skip


def has_raised(info: dict[str, Any] | None) -> bool:
    """Whether the expectation could not be computed; the report nests by metric."""
    found = info or {}
    nested = [value for value in found.values() if isinstance(value, dict)]
    return any(part.get("raised_exception", False) for part in [found, *nested])


def verdict(check: Check, holds: bool, frame: pd.DataFrame) -> Outcome:
    """A control row has been judged place by place: its frame holds the outcomes."""
    if check.stops == "cells":
        found = set(frame["outcome"]) - {"not_applicable"}
        if not found:
            return "not_applicable"
        if not holds:
            return "fail"
        return "pass" if found == {"pass"} else "warn"
    if holds:
        return "pass"
    return "fail" if check.is_blocking else "warn"
