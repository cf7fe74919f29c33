"""What a browser asks, asked again and again, one after another and by many at once."""

import json
import random
import threading
import time
import urllib.request
from typing import Any

from dashboards import frame
from dashboards.screenshot import browser

PAGES = [path for name, path in frame.PAGES.items() if name != "figures"]
MANY = 50
INDICATORS = ("county_visit_ratio", "signing_rate", "cost_per_visit", "visits")
TIERS = ("all", "all", "primary", "township", "county_hospital")
DRAWN = """
document.querySelector('main') && [...document.querySelectorAll('.dash-graph')]
  .every(chart => chart.querySelector('.main-svg'))
"""
Times = dict[str, list[float]]


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
    """The same callback for another county, month, tier and language."""
    query = {
        "place": dice.choice(places),
        "by": dice.choice(("month", "month", "quarter", "ytd", "year")),
        "period": f"{dice.randint(2023, 2026)}-{dice.randint(1, 12):02d}",
        "indicator": dice.choice(INDICATORS),
        "tier": dice.choice(TIERS),
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
