"""Pictures of the pages, for the README and for looking at them."""

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from dashboards.app import running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ViewportSize

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """Where Chromium is: named by CHROMIUM, Debian's, or on the path."""
    named = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    return named if Path(named).exists() else shutil.which("chromium")


@contextmanager
def browser() -> Generator["Browser"]:
    """A headless Chromium that asks nothing of the outside."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield opened
        opened.close()


def take(
    published: Path, target: Path, path: str = "/", width: int = 1280, height: int = 720
) -> Path | None:
    """Write a picture of a page as PNG; None where the publication has nothing for it.

    Args:
        published: the published warehouse.
        target: the picture to write.
        path: the page's address on the dashboard, with its query.
        width: of the window, in pixels.
        height: of the window; what lies below is not in the picture.
    """
    size: ViewportSize = {"width": width, "height": height}
    with running(published) as address, browser() as opened:
        page = opened.new_page(viewport=size, device_scale_factor=2)
        page.goto(address + path, wait_until="networkidle")
        page.wait_for_selector("main")
        page.wait_for_timeout(500)
        if page.locator("#no-data, #missing").count():
            return None
        target.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=target)
    return target


# the README's: of a synthetic publication, and of printed figures
SYNTHETIC = {
    "overview": "/",
    "indicator": "/indicator?place=990103",
}
PRINTED = {"printed_figures": "/printed-figures"}

if __name__ == "__main__":
    import argparse

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--synthetic", type=Path, help="a published warehouse")
    parser.add_argument("--printed", type=Path, help="a published warehouse")
    parser.add_argument("--into", type=Path, required=True)
    wanted = parser.parse_args()
    for published, shown in ((wanted.synthetic, SYNTHETIC), (wanted.printed, PRINTED)):
        for name, address in shown.items() if published else ():
            print(take(published, wanted.into / f"{name}.png", address))
