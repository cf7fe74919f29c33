"""A dashboard that runs, and a browser that looks at it."""

import os
from collections.abc import Callable, Generator
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from dashboards.app import running
from dashboards.screenshot import browser as opened_browser
from dashboards.screenshot import chromium

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def published(request: pytest.FixtureRequest) -> Path:
    """The published warehouse: the one named, or the demo's."""
    named = os.environ.get("YIGAI_TEST_PUBLISHED")
    return Path(named) if named else request.getfixturevalue("publication")


@pytest.fixture(scope="session")
def address(published: Path) -> Generator[str]:
    with running(published) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Generator[Browser]:
    if not chromium():
        pytest.skip("no Chromium: install it, or name it in CHROMIUM")
    with opened_browser() as found:
        yield found


@pytest.fixture
def ask(published: Path) -> Callable[[str], list]:
    """Ask the published warehouse, past the dashboard."""

    def asked(sql: str) -> list:
        with duckdb.connect(published.resolve(), read_only=True) as con:
            return con.execute(sql).fetchall()

    return asked


@pytest.fixture
def open_page(browser: Browser, address: str) -> Generator[Open]:
    """Open pages; in the end none may have complained or asked anyone else."""
    wrong: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            wrong.append(message.text)

    def watch(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            wrong.append(f"asked outside: {request.url}")

    context = browser.new_context(accept_downloads=True)

    def opened(path: str, width: int = 1280, height: int = 720) -> Page:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.on("console", listen)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", watch)
        page.goto(address + path, wait_until="networkidle")
        page.wait_for_selector("main")
        return page

    yield opened
    context.close()
    assert wrong == []
