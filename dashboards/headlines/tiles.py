"""A tile: what it shows in one sentence, its numbers, a chart, and where from."""

from dataclasses import dataclass, field

import plotly.graph_objects as go
import polars as pl
from dash import dcc, html

from dashboards import verdicts
from dashboards.components.card import PLAIN, downloads
from dashboards.figures.asked import Asked
from dashboards.numbers import signed
from dashboards.view import View
from dashboards.words import coded, say


@dataclass(frozen=True)
class Stat:
    """A value with what it is, its two sides, and what the document prints."""

    value: str
    label: str
    sides: str = ""
    exact: str = ""
    printed: str = ""
    verdict: str = ""


@dataclass(frozen=True)
class Note:
    """A remark beside the chart's title, with a way to the figure it is about."""

    text: str
    figure: str = ""


@dataclass(frozen=True)
class Tile:
    """Everything a tile says."""

    name: str
    indicator: dict
    title: str
    stats: list[Stat]
    chart_title: str
    chart: go.Figure
    sources: list[dict]
    figure: str
    notes: list[Note] = field(default_factory=list)


def records(rows: pl.DataFrame) -> list[dict]:
    return list(rows.iter_rows(named=True))


def first_of_each(rows: list[dict], key: str) -> list[dict]:
    """The first row of each value of a key, in their order."""
    return list({row[key]: row for row in reversed(rows)}.values())[::-1]


def drawn(it: Tile, lang: str) -> html.Article:
    chart = dcc.Graph(figure=it.chart, config=PLAIN, id=it.name, className="chart")
    said = f"{it.chart_title}. {it.title}"
    notes = html.P([it.chart_title, *(remark(note, lang) for note in it.notes)])
    return html.Article(
        [
            html.P(formula(it.indicator), className="eyebrow"),
            html.H2(it.title, id=f"{it.name}-title"),
            html.Div([stat(one, lang) for one in it.stats], className="stats"),
            html.Div(
                [notes, html.Div(chart, role="img", **{"aria-label": said})],
                className="plot",
            ),
            foot(it, lang),
        ],
        className="tile",
        **{"aria-labelledby": f"{it.name}-title"},
    )


def remark(note: Note, lang: str) -> html.Span:
    way = Asked(figure=note.figure).address(lang)
    text = dcc.Link(note.text, href=way) if note.figure else note.text
    return html.Span(text, title=note.text)


def formula(indicator: dict) -> list:
    """The indicator's name, and its formula in words."""
    sides = f"{indicator['numerator']} ÷ {indicator['denominator']}"
    name = indicator["name"]
    if indicator["plus"]:
        sides += f" {signed(indicator['plus'])}".replace("−", "− ").replace("+", "+ ")
    told = html.Span(sides, title=indicator["notes"])
    return [html.B(name[:1].upper() + name[1:]), told]


def stat(one: Stat, lang: str) -> html.Div:
    printed = [one.printed]
    if one.verdict:
        printed.append(verdicts.mark(one.verdict, lang))
    return html.Div(
        [
            html.Strong(one.value),
            html.Span(one.label, title=one.label, className="label"),
            html.Span(one.sides, title=one.exact, className="sides"),
            html.Span(printed, className="printed"),
        ],
        className="stat",
    )


def foot(it: Tile, lang: str) -> html.Footer:
    """Where the figures stand, how sure that is, and the way to their rows."""
    first = it.sources[0]
    told = " · ".join(say(lang, "headlines.at", **one) for one in it.sources)
    source = [html.Span(first["document"]), html.Span(first["clause"], lang="zh-CN")]
    way = Asked(document=first["document_id"], figure=it.figure).address(lang)
    return html.Footer(
        [
            html.Span(source, title=told, className="source", id=f"{it.name}-source"),
            html.Span(coded(lang, "status", first["status"]), className="status"),
            dcc.Link(say(lang, "headlines.provenance"), way),
            downloads(it.name, View(lang), pictures=True),
        ]
    )


def empty(indicator: dict | None, lang: str) -> html.Article:
    """A tile for which the publication has nothing."""
    name = html.P(formula(indicator), className="eyebrow") if indicator else ""
    return html.Article([name, html.H2(say(lang, "headlines.none"))], className="tile")
