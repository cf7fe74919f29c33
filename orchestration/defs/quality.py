"""Great Expectations as asset checks: one group of checks a layer."""

from collections.abc import Iterable, Iterator

import dagster as dg

from expectations.results import record
from expectations.runner import CheckResult, run_suite
from expectations.suites import BLOCKING, LAYERS, Check, Layer, load_suite
from extracts.warehouse import open_warehouse
from orchestration import notify, settings
from orchestration.defs.writer import POOL, RETRIES, Writer
from orchestration.progress import screen, stage

# what there is nothing to check of is not wrong
QUIET = ("pass", "not_applicable")


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
        name=f"check_{layer}",
        specs=[spec(check) for check in suite.checks],
        retry_policy=RETRIES,
        pool=POOL,
    )
    def check_layer(writer: Writer) -> Iterator[dg.AssetCheckResult]:
        paths = settings.load()
        with writer.step("check"):
            with (
                stage(f"检查 {layer}", f"check {layer}"),
                open_warehouse(paths.build) as con,
            ):
                results = run_suite(con, suite)
                record(con, results)
            if grave := worst(results):
                notify.send(paths, notify.checks_failed(grave))
        for result in results:
            report(result)
            yield as_dagster(result)

    return check_layer


def worst(results: Iterable[CheckResult]) -> list[CheckResult]:
    """The checks of severity 1 that did not hold: people are told of these at once."""
    return [
        r for r in results if r.severity == BLOCKING and r.outcome in ("fail", "error")
    ]


def report(result: CheckResult) -> None:
    if result.outcome not in QUIET:
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
        passed=result.outcome in QUIET,
        severity=levels.ERROR if result.severity == BLOCKING else levels.WARN,
        metadata={
            "outcome": result.outcome,
            "rows_checked": result.rows_checked,
            "rows_failed": result.rows_failed,
            "observed": result.observed,
            "says": result.says_zh,
        },
    )


CHECKS = [layer_checks(layer) for layer in LAYERS]

defs = dg.Definitions(asset_checks=CHECKS)
