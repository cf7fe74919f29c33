"""What the tests look at on any page."""

import re
from urllib.parse import parse_qs, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

CHINESE = re.compile(r"[\u4e00-\u9fff]+")


def query_of(page: Page) -> dict[str, str]:
    """The address's query."""
    return {
        name: values[-1] for name, values in parse_qs(urlsplit(page.url).query).items()
    }


def overflow(page: Page) -> int:
    """How far the page is wider than its window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def height(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollHeight")


def barriers(page: Page) -> list[str]:
    """What keeps people from using the page, as axe-core finds it."""
    # a chart is one picture with a name: what is inside it is drawn, not read
    inside = {"exclude": [[".js-plotly-plot"]]}
    found = Axe().run(page, context=inside).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:200]}"
        for one in found
    ]


def chinese(page: Page, inside: str = "main") -> list[str]:
    """Chinese words that an English page still shows, where it does not mark them."""
    text = page.evaluate(
        """selector => {
          const copy = document.querySelector(selector).cloneNode(true);
          copy.querySelectorAll('[lang="zh-CN"]').forEach(part => part.remove());
          return copy.textContent;
        }""",
        inside,
    )
    return CHINESE.findall(text)


def choose(page: Page, name: str, label: str) -> None:
    """Choose in a filter, as a reader does."""
    page.click(f".choice-{name} .dash-dropdown")
    page.get_by_role("option", name=label, exact=True).click()
