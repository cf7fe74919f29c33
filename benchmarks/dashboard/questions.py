"""The questions behind the pages alone, and what DHIS2 expects of itself."""

import csv
import random
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from benchmarks.dashboard.made import PROJECT
from benchmarks.dashboard.readers import INDICATORS, Times
from dashboards import bulletin
from dashboards.warehouse import comparisons, flows, subjects, summaries

GOLDEN = PROJECT.parent / "shared/golden/dhis2_performance_expectations_ms.csv"


def questions(path: Path, places: list[str], times: int) -> Times:
    """The questions alone, as the pages put them."""
    dice, found = random.Random(2), Times()

    def month() -> date:
        return subjects.last_day(dice.randint(2023, 2026), dice.randint(1, 12))

    def one() -> str:
        return dice.choice(INDICATORS)

    put: dict[str, Callable[[], object]] = {
        "one indicator, all counties, one month": lambda: comparisons.counties(
            one(), "8901", "all", "then", "month", month(), "zh"
        ),
        "one indicator, one county, all months": lambda: comparisons.history(
            one(), dice.choice(places), "all", "then", "month"
        ),
        "twelve indicators, one county, one month": lambda: summaries.standing(
            sorted(INDICATORS) * 3, dice.choice(places), "then", "month", month()
        ),
        "patient flows, all counties, one year": lambda: flows.where_to(
            "8901", date(2025, 1, 1), date(2025, 12, 31), dice.choice(("all", "stay"))
        ),
    }
    for name, question in put.items():
        for _ in range(times):
            # a request each, so that nothing is remembered from the one before
            with bulletin.app_of(path).app_context():
                started = time.perf_counter()
                question()
                waited = 1000 * (time.perf_counter() - started)
            found.setdefault(name, []).append(waited)
    return found


def expected() -> dict[str, tuple[float, float]]:
    """What DHIS2 expects of itself: kind of query to its median mean and maximum."""
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["mean_ms"]]
    kinds: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        kind = row["scenario_file"].removesuffix("-speed-get-test.json")
        kinds.setdefault(kind, []).append(row)
    return {
        kind: (
            statistics.median(float(row["mean_ms"]) for row in mine),
            statistics.median(float(row["max_ms"] or row["mean_ms"]) for row in mine),
        )
        for kind, mine in sorted(kinds.items())
    }
