"""What an indicator is, in words, with the status of each word."""

from typing import Any

from dash import dcc, html

from dashboards.chosen import Chosen
from dashboards.components import card, cells
from dashboards.words import coded, editions, say

LONG = 28  # characters of a title


def block(it: Chosen, row: dict[str, Any] | None) -> html.Article:
    """The chosen value, the formula in words, and how sure the definition is."""
    one, lang = it.indicator, it.lang
    value = cells.number(row or {**it.key(), "value": None}, one, lang)
    way = it.view.elsewhere().with_(id=one["indicator_id"]).address("/dictionary")
    content = [
        html.P([value, *cells.marks(row or {}, lang)], className="chosen-value"),
        html.P(one["question"], className="question"),
        html.P(one.get("formula") or one["numerator"], className="formula"),
        html.P(status(one, lang), className="note-lines"),
        html.P(
            [one.get("notes") or "", " "], className="notes", title=one.get("notes")
        ),
    ]
    title = [one["name"], " ", dcc.Link(say(lang, "indicator.definition"), href=way)]
    return card.card(
        "indicator-definition", title, content, it.view, area="definition",
        files=False,
    )  # fmt: skip


def status(one: dict[str, Any], lang: str) -> list:
    """The lists that hold it, which way is better, document, and how sure that is."""
    parts = [
        editions(lang, one.get("editions")),
        coded(lang, "direction", one["direction"]),
        document(one.get("document_title")),
        clause(one["source_clause"]),
        coded(lang, "status", one["source_status"]),
    ]
    return joined([part for part in parts if part and part != "none"])


def document(title: str | None) -> html.Span | None:
    """A document by its title; a long one whole on hovering."""
    if not title or title == "none":
        return None
    return html.Span(title if len(title) <= LONG else f"{title[:LONG]}…", title=title)


def clause(said: str | None) -> html.Span | None:
    """A clause stands in the document's own words."""
    return html.Span(said, lang="zh-CN") if said and said != "none" else None


def joined(parts: list) -> list:
    """Parts with dots between them."""
    return [piece for part in parts for piece in (" · ", part)][1:]
