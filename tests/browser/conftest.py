"""Two dashboards that run, one on made-up numbers and one on printed figures, and a
browser that looks at them."""

import fcntl
import hashlib
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from browser import pages_data, pages_more
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
)

from dashboards.app import running
from dashboards.screenshot import browser as opened_browser
from dashboards.screenshot import chromium

# a loaded machine is slow, not wrong
expect.set_options(timeout=15_000)
MONTHS = 24
Open = Callable[..., Page]
Ask = Callable[..., list]


@pytest.fixture(scope="session")
def made_up(request: pytest.FixtureRequest) -> Path:
    """Computed indicators: the warehouse named, or a made-up one, kept between runs."""
    if named := os.environ.get("YIGAI_TEST_PUBLISHED"):
        return Path(named)
    pages = request.config.cache.mkdir("pages")
    sources = [
        *(Path(module.__file__) for module in (pages_data, pages_more)),
        *(*pages_data.SQL.values(), pages_more.SQL),
        *(pages_data.PROJECT / "seeds").rglob("*.yml"),
    ]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(sources)))
    path = pages / f"{digest.hexdigest()[:16]}-{MONTHS}" / "yigai.duckdb"
    with alone(pages / "lock"):
        if not path.exists():
            beside = path.with_name(f"beside-{os.getpid()}.duckdb")
            pages_data.write(beside, months=MONTHS).replace(path)
    return path


@contextmanager
def alone(path: Path) -> Generator[None]:
    """One process at a time: the next worker finds what the first one made."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def printed(request: pytest.FixtureRequest) -> Path:
    """Printed figures: the demo's publication."""
    named = os.environ.get("YIGAI_TEST_PRINTED")
    return Path(named) if named else request.getfixturevalue("publication")


@pytest.fixture(scope="session")
def browser() -> Generator[Browser]:
    if not chromium():
        pytest.skip("no Chromium: install it, or name it in CHROMIUM")
    with opened_browser() as found:
        yield found


@pytest.fixture(scope="session")
def context(browser: Browser) -> Generator[BrowserContext]:
    """One context for all: scripts and styles are fetched once."""
    found = browser.new_context(accept_downloads=True)
    yield found
    found.close()


@pytest.fixture(scope="session")
def served(made_up: Path) -> Generator[str]:
    with running(made_up) as address:
        yield address


@pytest.fixture(scope="session")
def served_printed(printed: Path) -> Generator[str]:
    with running(printed) as address:
        yield address


@pytest.fixture
def open_page(context: BrowserContext, served: str) -> Generator[Open]:
    """Open pages of the made-up warehouse."""
    yield from opening(context, served)


@pytest.fixture
def open_printed(context: BrowserContext, served_printed: str) -> Generator[Open]:
    """Open pages of the printed figures."""
    yield from opening(context, served_printed)


def opening(context: BrowserContext, address: str) -> Generator[Open]:
    """Open pages; in the end none may have complained or asked anyone else."""
    wrong: list[str] = []
    pages: list[Page] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            wrong.append(message.text)

    def watch(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            wrong.append(f"asked outside: {request.url}")

    def opened(path: str, width: int = 1280, height: int = 720) -> Page:
        page = context.new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": height})
        page.on("console", listen)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", watch)
        page.goto(address + path)
        settled(page)
        if page.locator("#failed").count():
            wrong.append(f"{path} could not be made")
        return page

    yield opened
    for page in pages:
        page.close()
    assert wrong == []


DRAWN = """
[...document.querySelectorAll('.dash-graph')]
  .every(chart => chart.querySelector('.main-svg'))
&& [...document.querySelectorAll('.ag-root-wrapper')]
  .every(grid => grid.querySelector('.ag-row, .ag-overlay'))
"""


def settled(page: Page) -> None:
    """Wait until the page is there and its charts are drawn.

    Asked again and again from here: the pages forbid scripts made of text, and with
    them Playwright's own way to wait for an expression.
    """
    page.wait_for_selector("main")
    for _ in range(400):
        if page.evaluate(DRAWN):
            return
        page.wait_for_timeout(50)
    raise AssertionError("the page is not drawn after twenty seconds")


def asking(path: Path) -> Ask:
    def asked(sql: str, *values: object) -> list:
        with duckdb.connect(path.resolve(), read_only=True) as con:
            con.execute("set search_path = 'core,indicators,quality,reference'")
            return con.execute(sql, values).fetchall()

    return asked


@pytest.fixture
def ask(made_up: Path) -> Ask:
    """Ask the made-up warehouse, past the dashboard."""
    return asking(made_up)


@pytest.fixture
def ask_printed(printed: Path) -> Ask:
    """Ask the printed figures, past the dashboard."""
    return asking(printed)
