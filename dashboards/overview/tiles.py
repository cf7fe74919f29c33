"""A tile: an indicator's value, its change, target, trend, signal and coverage."""

from typing import Any

from dash import dcc, html

from dashboards import words
from dashboards.charts import sparks
from dashboards.chosen import Chosen
from dashboards.components import cells
from dashboards.numbers import counted, exact, plain, signed, valued, with_unit
from dashboards.overview.selection import source
from dashboards.words import coded, say

LEAST = 0.05  # points or per cent


def tile(
    indicator: dict[str, Any], row: dict[str, Any] | None, it: Chosen
) -> html.Article:
    lang = it.lang
    way = it.view.elsewhere().with_(indicator=source(indicator))
    name = dcc.Link(indicator["name"], href=way.address("/indicator"))
    content = (
        [html.P(cells.reason({}, lang), className="nothing")]
        if row is None
        else [
            html.Div(
                [number(indicator, row, lang), spark(row)],
                className="top",
            ),
            sides(row, lang) if is_growth(indicator) else change(indicator, row, it),
            target(indicator, row, lang),
            marks(row, lang),
        ]
    )
    return html.Article(
        [html.H3(name, title=indicator["name"]), *content], className="indicator-tile"
    )


def is_growth(indicator: dict[str, Any]) -> bool:
    return indicator["kind"] == "growth"


def number(indicator: dict[str, Any], row: dict[str, Any], lang: str) -> html.Button:
    """The value; of a growth, what the underlying quantity grew by."""
    if not is_growth(indicator):
        return with_small_unit(cells.number(row, indicator, lang), indicator, lang)
    grown = row["growth_pct"]
    button = cells.number(row | {"value": grown}, indicator, lang)
    if grown is not None:
        button.children = f"{signed(grown, indicator['decimals'])}%"
    return button


def with_small_unit(
    button: html.Button, indicator: dict[str, Any], lang: str
) -> html.Button:
    """A unit in words stands small beside its number; a per-cent sign is part of it."""
    unit = cells.unit_of(indicator, lang)
    text = button.children[0] if isinstance(button.children, list) else ""
    if unit and unit[0].isalpha() and text.endswith(unit):
        small = html.Small(unit, className="unit")
        button.children = [text.removesuffix(unit).rstrip(), small]
    return button


def sides(row: dict[str, Any], lang: str) -> html.P:
    """What grew, then and now."""
    if row["value"] is None or row["base_value"] is None:
        return html.P(say(lang, "overview.no_change"), className="change note")
    now, then = (counted(row[name], lang) for name in ("value", "base_value"))
    said = say(lang, "overview.sides", now=now, then=then)
    exactly = f"{exact(row['base_value'])} → {exact(row['value'])}"
    return html.P(said, className="change note", title=exactly)


def spark(row: dict[str, Any]) -> html.Img | str:
    """The last two years in small; its words are those of the trend."""
    address = sparks.spark(row["series"], row["target_value"])
    return html.Img(src=address, alt="", className="spark") if address else ""


def moved(indicator: dict[str, Any], row: dict[str, Any], lang: str) -> str:
    """By how much: points where the value is a percentage, else per cent."""
    if indicator["unit"] == "%":
        by = plain(abs(row["difference"]), indicator["decimals"])
        return say(lang, "overview.by_points", value=by)
    return say(lang, "overview.by_percent", value=plain(abs(row["growth_pct"]), 1))


def is_even(indicator: dict[str, Any], row: dict[str, Any]) -> bool:
    """Whether a change is too small to be seen in its first decimal."""
    by = row["difference"] if indicator["unit"] == "%" else row.get("growth_pct")
    return by is not None and abs(by) < LEAST


def meaning(indicator: dict[str, Any], row: dict[str, Any]) -> str:
    """Whether a change is for the better; an indicator to monitor has no better."""
    if not row.get("difference") or indicator["direction"] == "monitor":
        return ""
    if is_even(indicator, row):
        return ""
    up = row["difference"] > 0
    return "better" if up == (indicator["direction"] == "up") else "worse"


def change(indicator: dict[str, Any], row: dict[str, Any], it: Chosen) -> html.P:
    """The change on last year; of which year, where it is not the chosen period."""
    lang = it.lang
    if row.get("difference") is None or row["value"] is None:
        said = say(lang, "overview.no_change")
        return html.P(said, className="change note")
    means = meaning(indicator, row)
    judged = f" {say(lang, f'overview.{means}')}" if means else ""
    sign = "▲" if row["difference"] > 0 else "▼"
    text = say(
        lang, "overview.change", sign=sign, change=moved(indicator, row, lang) + judged
    )
    if is_even(indicator, row):
        text = say(lang, "overview.even")
    if row["period_type"] != it.period_type:
        when = words.dates(lang, row["period_type"], row["period_end"])
        text = say(lang, "overview.of_year", when=when, change=text)
    return html.P(text, className=f"change {means}".strip())


def target(indicator: dict[str, Any], row: dict[str, Any], lang: str) -> html.P:
    if row.get("target_value") is None or is_growth(indicator):
        return html.P(say(lang, "overview.target_none"), className="note")

    def written(value: float) -> str:
        text = valued(value, indicator["unit"], indicator["decimals"], lang)
        return with_unit(text, cells.unit_of(indicator, lang))

    key = "overview.target_met" if row["is_target_met"] else "overview.target_missed"
    said = say(
        lang,
        key,
        target=written(row["target_value"]),
        gap=plain(abs(row["gap_to_target"]), indicator["decimals"]),
    )
    return html.P(said, className="better" if row["is_target_met"] else "aim")


def is_signal(row: dict[str, Any]) -> bool:
    """Whether a series left chance behind."""
    return (row.get("signal") or "none") not in ("none", "too_few_points")


def marks(row: dict[str, Any], lang: str) -> html.P:
    """Trend and signal in words, coverage."""
    shown = []
    if is_signal(row):
        warned = " worse" if row["signal_meaning"] == "worse" else ""
        said = coded(lang, "signal", row["signal"])
        shown.append(html.Span(said, className=f"mark{warned}"))
    elif row.get("trend") and (said := coded(lang, "trend", row["trend"])):
        shown.append(html.Span(said, className="mark"))
    return html.P([*shown, *cells.marks(row, lang)], className="marks")
