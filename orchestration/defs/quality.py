"""Great Expectations as asset checks: one group of checks a layer."""

from collections.abc import Iterable

import dagster as dg

from expectations.results import record
from expectations.runner import CheckResult, run_suite
from expectations.suites import BLOCKING, LAYERS, Check, Layer, load_suite
from extracts.warehouse import open_warehouse
from orchestration import settings
from orchestration.progress import screen, stage


def spec(check: Check) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(
        name=check.check_id,
        asset=dg.AssetKey(check.asset),
        description=f"{check.says.zh} / {check.says.en}",
        blocking=check.is_blocking,
    )


def layer_checks(layer: Layer) -> dg.AssetChecksDefinition:
    """All checks of a layer, run together: Great Expectations starts once."""
    suite = load_suite(layer)

    @dg.multi_asset_check(
        name=f"check_{layer}", specs=[spec(check) for check in suite.checks]
    )
    def check_layer() -> Iterable[dg.AssetCheckResult]:
        with (
            stage(f"检查 {layer}", f"check {layer}"),
            open_warehouse(settings.load().build) as con,
        ):
            results = run_suite(con, suite)
            record(con, results)
        for result in results:
            report(result)
            yield as_dagster(result)

    return check_layer


def report(result: CheckResult) -> None:
    if result.outcome != "pass":
        screen.print(
            f"    [yellow]{result.check_id} {result.outcome}[/yellow] {result.says_zh} "
            f"[dim]{result.says_en}[/dim] {result.rows_failed}/{result.rows_checked} "
            f"{result.observed}"
        )


def as_dagster(result: CheckResult) -> dg.AssetCheckResult:
    levels = dg.AssetCheckSeverity
    return dg.AssetCheckResult(
        asset_key=result.asset.split("."),
        check_name=result.check_id,
        passed=result.outcome == "pass",
        severity=levels.ERROR if result.severity == BLOCKING else levels.WARN,
        metadata={
            "rows_checked": result.rows_checked,
            "rows_failed": result.rows_failed,
            "observed": result.observed,
            "says": result.says_zh,
        },
    )


defs = dg.Definitions(asset_checks=[layer_checks(layer) for layer in LAYERS])
