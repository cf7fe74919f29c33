"""Measure, and say what is met."""

import argparse
import statistics
from pathlib import Path

import duckdb

from benchmarks.dashboard import __doc__ as about
from benchmarks.dashboard.made import served, warehouse
from benchmarks.dashboard.questions import expected, questions
from benchmarks.dashboard.readers import (
    MANY,
    asked_by_browser,
    callbacks,
    first_page,
    readers,
)
from benchmarks.landing import machine

CALLBACK, FIRST, READERS = 200, 1000, 1000  # limits of the 95th percentile, ms
READING, ROUNDS = 3.0, 6


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[18] if len(times) > 1 else times[0]


def said(name: str, times: list[float], limit: int = 0) -> str:
    verdict = "" if not limit else (" met" if p95(times) < limit else " NOT MET")
    line = f"{name:48} n {len(times):4}  median {statistics.median(times):7.0f}"
    return f"{line}  p95 {p95(times):7.0f} ms{verdict}"


def main() -> None:
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--warehouse", type=Path, required=True)
    parser.add_argument("--counties", type=int, default=100)
    parser.add_argument("--months", type=int, default=60)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--port", type=int, default=8077)
    asked_for = parser.parse_args()
    path = warehouse(asked_for.warehouse, asked_for.counties, asked_for.months)
    with duckdb.connect(path, read_only=True) as con:
        rows, counties = con.execute(
            """
            select count(*), count(distinct division_code)
            from indicators.fct_indicator_values
            """
        ).fetchall()[0]
        places = [
            code
            for (code,) in con.execute(
                "select distinct division_code from indicators.fct_indicator_values"
            ).fetchall()
        ]
    print(machine(), f"· {counties} divisions, {rows:,} values", flush=True)
    with served(path, asked_for.port) as address:
        asked = asked_by_browser(address)
        for name, times in callbacks(address, asked, places, asked_for.times).items():
            print(said(name, times, CALLBACK), flush=True)
        first = first_page(address, asked_for.times)
        print(said("first page in a browser", first, FIRST), flush=True)
        waits, failed = readers(address, asked, places, READING, ROUNDS)
        print(said(f"{MANY} readers ({failed} failed)", waits, READERS), flush=True)
        waits, failed = readers(address, asked, places, 0.0, 1)
        print(said(f"{MANY} in the same moment ({failed} failed)", waits), flush=True)
    for name, times in questions(path, places, asked_for.times).items():
        print(said(name, times), flush=True)
    print("\nWhat DHIS2 expects of itself, on its own machine (ms): mean, maximum")
    for kind, (mean, most) in expected().items():
        print(f"{kind:48} {mean:7.0f} {most:7.0f}")


if __name__ == "__main__":
    main()
