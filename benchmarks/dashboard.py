"""How fast the dashboard answers on a hundred counties and sixty months.

    python -m benchmarks.dashboard --warehouse pages/yigai.duckdb

A made-up publication of all indicators, tiers and kinds of period is written once. Then
callbacks  every request that a browser sends while it opens each page is sent again for
           other counties, months and languages, one after another: p95 of each;
first      a browser that has nothing stored opens the overview until its charts stand;
readers    fifty readers at once, each opens a page, reads three seconds, opens another;
           and all fifty in the same moment;
questions  the questions behind the pages alone, without making pages of the answers,
           beside the times that DHIS2 expects of itself (another machine).
"""

import argparse
import csv
import json
import random
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
import polars as pl

from benchmarks.landing import machine
from dashboards import bulletin, frame
from dashboards.screenshot import browser
from dashboards.warehouse import comparisons, flows, subjects, summaries

PROJECT = Path(__file__).parent.parent
GOLDEN = PROJECT.parent / "shared/golden/dhis2_performance_expectations_ms.csv"
PAGES = [path for name, path in frame.PAGES.items() if name != "figures"]
MEMORY = "5GB"
CALLBACK, FIRST, READERS = 200, 1000, 1000  # limits of the 95th percentile, ms
MANY, READING, ROUNDS = 50, 3.0, 6
INDICATORS = ("county_visit_ratio", "signing_rate", "cost_per_visit", "visits")
SERVE = (
    "import sys; from pathlib import Path; from dashboards.app import serve; "
    "serve(Path(sys.argv[1]), port=int(sys.argv[2]))"
)
DRAWN = """
document.querySelector('main') && [...document.querySelectorAll('.dash-graph')]
  .every(chart => chart.querySelector('.main-svg'))
"""
Times = dict[str, list[float]]


def warehouse(path: Path, counties: int, months: int) -> Path:
    """The made-up publication, written once."""
    if path.exists():
        return path
    sys.path.insert(0, str(PROJECT / "tests"))
    from browser import pages_data, pages_more  # noqa: PLC0415

    known = pages_data.divisions

    def divisions(wanted: int) -> pl.DataFrame:
        # two digits name 99 counties; the hundredth takes the number that is left
        rows = known(min(wanted, 99))
        if wanted <= 99:
            return rows
        last = ("890100", "第一百县", "County 100", "county", "8901")
        return pl.concat([rows, pl.DataFrame([last], rows.schema, orient="row")])

    pages_data.divisions = divisions
    beside = path.with_name(f"writing_{path.name}")
    # millions of rows are sorted: on the disk, and not in all the memory there is
    frugal = partial(duckdb.connect, config={"memory_limit": MEMORY})
    with mock.patch.object(duckdb, "connect", frugal):
        pages_data.write(beside, counties, months)
        return pages_more.add(beside).rename(path)


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[18] if len(times) > 1 else times[0]


@contextmanager
def served(path: Path, port: int) -> Iterator[str]:
    """The dashboard in a process of its own, as `yigai dashboard` runs it."""
    with subprocess.Popen([sys.executable, "-c", SERVE, str(path), str(port)]) as run:
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(600):
                try:
                    urllib.request.urlopen(address, timeout=60).read()
                    break
                except OSError:
                    time.sleep(0.1)
            yield address
        finally:
            run.terminate()


def asked_by_browser(address: str) -> dict[str, list[dict[str, Any]]]:
    """What a browser asks of the server while it opens each page and one number."""
    found: dict[str, list[dict[str, Any]]] = {}
    with browser() as opened:
        page = opened.new_page(viewport={"width": 1280, "height": 720})
        for path in PAGES:
            bodies = found.setdefault(path, [])

            def note(request: Any, bodies: list = bodies) -> None:
                if "/_dash-update-component" in request.url:
                    bodies.append(json.loads(request.post_data))

            page.on("request", note)
            page.goto(address + path, wait_until="networkidle")
            numbers = page.locator("main .number")
            if numbers.count():
                numbers.first.click()
                page.wait_for_load_state("networkidle")
            page.remove_listener("request", note)
    return found


def post(address: str, body: dict[str, Any]) -> float:
    """Send one callback; the milliseconds until the whole answer is there."""
    request = urllib.request.Request(
        f"{address}/_dash-update-component",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    started = time.perf_counter()
    with urllib.request.urlopen(request, timeout=120) as answer:
        answer.read()
    return 1000 * (time.perf_counter() - started)


def other(body: dict[str, Any], places: list[str], dice: random.Random) -> dict:
    """The same callback for another county, month and language."""
    query = {
        "place": dice.choice(places),
        "by": dice.choice(("month", "month", "quarter", "ytd", "year")),
        "period": f"{dice.randint(2023, 2026)}-{dice.randint(1, 12):02d}",
        "indicator": dice.choice(INDICATORS),
        "lang": dice.choice(("zh", "en")),
    }
    search = "?" + "&".join(f"{name}={value}" for name, value in query.items())
    changed = json.loads(json.dumps(body))
    for one in changed["inputs"]:
        if one.get("id") == "_pages_location" and one["property"] == "search":
            one["value"] = search
        if one.get("id") == "cell" and one.get("value"):
            parts = one["value"].split("~")
            one["value"] = "~".join([parts[0], query["place"], *parts[2:]])
    return changed


def name_of(path: str, body: dict[str, Any]) -> str:
    is_page = "_pages_content" in str(body["output"])
    return f"{path} {'page' if is_page else body['output']}"


def callbacks(address: str, asked: dict, places: list[str], times: int) -> Times:
    """Every callback, again and again, for other places and periods."""
    dice, found = random.Random(1), Times()
    for path, bodies in asked.items():
        for body in bodies:
            waits = found.setdefault(name_of(path, body), [])
            post(address, other(body, places, dice))
            waits += [post(address, other(body, places, dice)) for _ in range(times)]
    return found


def first_page(address: str, times: int) -> list[float]:
    """A browser without anything stored opens the overview."""
    found = []
    with browser() as opened:
        for _ in range(times):
            context = opened.new_context(viewport={"width": 1280, "height": 720})
            page = context.new_page()
            started = time.perf_counter()
            page.goto(address, wait_until="commit")
            while not page.evaluate(DRAWN):
                page.wait_for_timeout(5)
            found.append(1000 * (time.perf_counter() - started))
            context.close()
    return found


def readers(
    address: str, asked: dict, places: list[str], pause: float, rounds: int
) -> tuple[list[float], int]:
    """Fifty readers at once; their waits, and how many requests failed."""
    pages = [b for bodies in asked.values() for b in bodies if "page" in name_of("", b)]
    waits: list[float] = []
    failed: list[str] = []
    together = threading.Barrier(MANY)

    def read(number: int) -> None:
        dice = random.Random(number)
        together.wait()
        time.sleep(dice.uniform(0, pause))
        for _ in range(rounds):
            try:
                waits.append(post(address, other(dice.choice(pages), places, dice)))
            except OSError as error:
                failed.append(str(error))
            time.sleep(pause * dice.uniform(0.5, 1.5))

    threads = [threading.Thread(target=read, args=(n,)) for n in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waits, len(failed)


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


def said(name: str, times: list[float], limit: int = 0) -> str:
    verdict = "" if not limit else (" met" if p95(times) < limit else " NOT MET")
    line = f"{name:48} n {len(times):4}  median {statistics.median(times):7.0f}"
    return f"{line}  p95 {p95(times):7.0f} ms{verdict}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
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
