"""The two views of the page of printed figures, and the way between them."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import frame
from dashboards.view import View
from dashboards.words import say

PATHS = {"figures": "/printed-figures", "headlines": "/printed-figures/headlines"}


def heading(here: str, lang: str, label: Component) -> html.Div:
    """The page's title, its two views, and what the figures are."""
    links = [link(name, here, lang) for name in PATHS]
    views = html.Div(links, className="subpages", role="group")
    left = html.Div([frame.title("figures", lang), views], className="title-left")
    return html.Div([left, label], className="title")


def nothing(here: str, lang: str) -> list[Component]:
    """A publication without printed figures: said, instead of counts of nothing."""
    text = html.Div(
        [
            html.H2(say(lang, "figures.nothing")),
            html.P(say(lang, "figures.nothing_text")),
        ],
        id="no-data",
    )
    return [heading(here, lang, html.Span()), text]


def link(name: str, here: str, lang: str) -> Component:
    shown, way = say(lang, f"figures.view_{name}"), View(lang).address(PATHS[name])
    if name == here:
        return html.A(shown, href=way, **{"aria-current": "page"})
    return dcc.Link(shown, href=way)
