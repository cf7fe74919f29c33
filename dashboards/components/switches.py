"""A few choices side by side that belong to one page: links, so they can be shared."""

from dash import dcc, html

from dashboards.chosen import Chosen
from dashboards.words import say


def switch(
    name: str, label: str, offers: dict[str, str], path: str, it: Chosen
) -> html.Div:
    """A row of links; the first offer is the default and leaves the address alone.

    Args:
        name: of the choice in the address.
        label: what is chosen, for those who hear it.
        offers: value to words.
        path: of the page.
    """
    first = next(iter(offers))
    now = current(name, offers, it)
    links = [
        html.Span(words, className="is-on", **{"aria-current": "true"})
        if value == now
        else dcc.Link(
            words,
            href=it.view.with_(**{name: "" if value == first else value}).address(path),
        )
        for value, words in offers.items()
    ]
    return html.Div(
        [html.Span(label, className="label"), *links],
        className="switch",
        role="group",
        **{"aria-label": label},
    )


def current(name: str, offers: dict[str, str], it: Chosen) -> str:
    """What the address asks for, or the first offer."""
    asked = it.view.get(name)
    return asked if asked in offers else next(iter(offers))


def offered(prefix: str, values: tuple[str, ...], lang: str) -> dict[str, str]:
    return {value: say(lang, f"{prefix}_{value}") for value in values}
