"""The verdicts on a printed figure: their order, and a mark that is shape and word."""

from dash import html

from dashboards.words import say

ORDER = ("disagrees", "truncated", "agrees", "not_recomputable")


def word(verdict: str, lang: str) -> str:
    return say(lang, f"verdict.{verdict}")


def shape(verdict: str) -> html.Span:
    """The shape alone; always stands beside its word."""
    return html.Span(className=f"shape shape-{verdict}", **{"aria-hidden": "true"})


def mark(verdict: str, lang: str) -> html.Span:
    return html.Span(
        [shape(verdict), word(verdict, lang)], className=f"verdict {verdict}"
    )
