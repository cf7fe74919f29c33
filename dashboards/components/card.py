"""A block of a page: a sentence from the data, a chart or table, and its files."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.charts.theme import Figure
from dashboards.view import View
from dashboards.words import say

PLAIN: Any = {"displayModeBar": False, "responsive": True, "scrollZoom": False}
Content = Component | str | list


def chart(
    name: str, title: str, figure: Figure, view: View, note: str = "", area: str = ""
) -> html.Article:
    """A card with a chart.

    Args:
        name: of the chart and of its table in the page's TABLES: `page-what`.
        title: what the chart shows, in a sentence made from the data.
        note: how to read it, in grey beside the title.
        area: its place in the page's grid.
    """
    graph = dcc.Graph(
        figure=figure,
        config=PLAIN,
        id={"type": "chart", "name": name},
        className="chart",
        responsive=True,
    )
    drawn = html.Div(graph, role="img", **{"aria-label": f"{title} {note}".strip()})
    return card(name, title, drawn, view, note, area, pictures=True)


def card(
    name: str, title: Content, content: Content, view: View, note: str = "",
    area: str = "", pictures: bool = False, files: bool = True,
) -> html.Article:  # fmt: skip
    """A card with anything."""
    menu = [downloads(name, view, pictures)] if files else []
    head = [html.H2(title, id=f"{name}-title"), *menu]
    return html.Article(
        [
            html.Header(head),
            *([html.P(note, className="note", title=note)] if note else []),
            html.Div(content, className="content"),
        ],
        className=f"card area-{area}" if area else "card",
        id=name,
        **{"aria-labelledby": f"{name}-title"},
    )


def empty(name: str, title: str, text: str, area: str = "") -> html.Article:
    """A card whose data this publication does not have: same place, and why."""
    return html.Article(
        [
            html.Header(html.H2(title, id=f"{name}-title")),
            html.P(text, className="nothing"),
        ],
        className=f"card area-{area}" if area else "card",
        id=name,
    )


def downloads(name: str, view: View, pictures: bool) -> html.Details:
    """The data behind a card, and its picture."""
    data = [
        html.A(
            say(view.lang, "download.data", format=kind.upper()),
            href=view.address(f"/download/{name}.{kind}"),
            download="",
        )
        for kind in ("csv", "xlsx")
    ]
    images = [
        html.Button(
            say(view.lang, "download.picture", format=kind.upper()),
            type="button",
            **{"data-picture": kind, "data-chart": name},
        )
        for kind in ("png", "svg")
    ]
    label = html.Summary(say(view.lang, "download.menu"))
    return html.Details(
        [label, html.Div(data + (images if pictures else []))], className="downloads"
    )
