"""The four headline indicators, from figures that documents print."""

from dash import Dash, dcc, html

from dashboards import frame, verdicts
from dashboards.figures import subpages
from dashboards.figures.asked import Asked
from dashboards.headlines import growth, income, rates, selection, tiles
from dashboards.view import View
from dashboards.warehouse import dictionary, printed
from dashboards.words import say

PATH, NAME = "/printed-figures/headlines", "figures"
TABLES = selection.TABLES
TILES = {
    "visit_growth": growth.tile,
    "income_structure": income.tile,
    "signing_rate": rates.signing_rates,
    "county_visit_ratio": rates.county_visit_ratios,
}


def layout(**query: object) -> html.Div:
    view = View.of(**query)
    return frame.framed(NAME, view, lambda: body(view))


def body(view: View) -> list:
    lang = view.lang
    if not printed.verdict_counts():
        return subpages.nothing("headlines", lang)
    label = html.P(
        [html.B(say(lang, "app.published_label")), say(lang, "headlines.label")],
        className="nature",
    )
    known = dictionary.indicators(lang)
    shown = [tile(name, known, lang) for name in TILES]
    return [
        subpages.heading("headlines", lang, label),
        html.Div(shown, className="tiles"),
        verdict_strip(lang),
    ]


def tile(name: str, known: dict[str, dict], lang: str) -> html.Article:
    """One tile; without figures it says so in its place."""
    made = TILES[name](known[name], lang) if name in known else None
    return tiles.drawn(made, lang) if made else tiles.empty(known.get(name), lang)


def verdict_strip(lang: str) -> html.Section:
    """How many printed figures hold, each count a way to those figures."""
    counts = printed.verdict_counts()
    total = sum(counts.values())
    told = [
        html.B(say(lang, "headlines.verdicts")),
        html.Span(say(lang, "headlines.verdicts_text", count=total)),
    ]
    links = [verdict_link(v, counts.get(v, 0), lang) for v in verdicts.ORDER]
    shares = [
        html.Span(className=v, style={"flexGrow": counts.get(v, 0)})
        for v in verdicts.ORDER
    ]
    bar = html.Div(shares, className="shares", **{"aria-hidden": "true"})
    return html.Section([html.P(told), html.Div(links), bar], className="strip")


def verdict_link(verdict: str, count: int, lang: str) -> dcc.Link:
    return dcc.Link(
        [verdicts.mark(verdict, lang), html.Strong(count)],
        href=Asked(verdicts=(verdict,)).address(lang),
        title=say(lang, f"meaning.{verdict}"),
        className="count",
        id=f"count-{verdict}",
    )


def connect(app: Dash) -> None:
    """Nothing of its own."""
