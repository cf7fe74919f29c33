"""The calendar of arrivals: extract by month, how much came, and in time."""

from datetime import date
from typing import Any

from dash import html

from dashboards import words
from dashboards.chosen import Chosen
from dashboards.components import card, heat
from dashboards.numbers import plain, share
from dashboards.warehouse import arrivals, records, subjects, tables
from dashboards.words import HTML_LANGUAGE, entries, say

MONTHS = 24
LOW = 90


def block(it: Chosen) -> html.Article:
    name, none = "quality-calendar", say(it.lang, "quality.calendar_none")
    if "rpt_arrivals" not in tables():
        return card.empty(name, none, say(it.lang, "empty.block"), "calendar")
    found = records(arrivals.calendar(it.code, it.period_end, MONTHS))
    if not found:
        return card.empty(name, none, say(it.lang, "empty.block_selection"), "calendar")
    by_slot = {(row["extract_id"], row["month"]): row for row in found}
    months = sorted({row["month"] for row in found})
    extracts = sorted(
        {row["extract_id"] for row in found},
        key=lambda one: (
            -sum(r["expected"] for r in found if r["extract_id"] == one),
            one,
        ),
    )
    body = [
        (
            extract_name(one, it.lang),
            [cell(by_slot.get((one, at)), it) for at in months],
        )
        for one in extracts
    ]
    heads = [head(at, at is months[0]) for at in months]
    table = heat.table(heads, body, say(it.lang, "quality.extract"), None, none)
    note = say(it.lang, "quality.calendar_note")
    return card.card(name, title(found, it), table, it.view, note, "calendar")


def head(at: date, is_first: bool) -> Any:
    """The month; the year stands above January and the first."""
    year = str(at.year) if is_first or at.month == 1 else " "
    return [html.Small(year), html.Br(), str(at.month)]


def extract_name(extract_id: str, lang: str) -> str:
    known = entries().get(f"quality.extract_{extract_id}")
    return known[lang] if known else extract_id


def cell(row: dict[str, Any] | None, it: Chosen) -> heat.Cell:
    if row is None or not row["expected"]:
        return heat.Cell("", className="same")
    arrived = 100 * row["arrived"] / row["expected"]
    late = row["on_time"] < row["arrived"]
    told = say(
        it.lang,
        "quality.arrived",
        extract=extract_name(row["extract_id"], it.lang),
        month=words.dates(it.lang, "month", row["month"]),
        expected=row["expected"],
        arrived=row["arrived"],
        on_time=row["on_time"],
    )
    text = share(row["arrived"], row["expected"]).removesuffix("%")
    marks = [name for name, holds in (("late", late), ("lack", arrived < LOW)) if holds]
    level = None if arrived < LOW else 0.3 if arrived < 100 else 0.1
    return heat.Cell(text, level, told, " ".join(marks))


def title(found: list[dict[str, Any]], it: Chosen) -> str:
    sums = {
        name: sum(row[name] for row in found)
        for name in ("expected", "arrived", "on_time")
    }
    return say(
        it.lang,
        "quality.calendar",
        months=len({row["month"] for row in found}),
        expected=plain(sums["expected"]),
        arrived=share(sums["arrived"], sums["expected"]),
        on_time=share(sums["on_time"], sums["expected"]),
    )


def missing(it: Chosen) -> html.Article:
    """Whom to ask: the reports that did not come in time, by facility."""
    name, none = "quality-missing", say(it.lang, "quality.missing_about")
    if "rpt_missing_reports" not in tables():
        return card.empty(name, none, say(it.lang, "empty.block"), "missing")
    start = subjects.start(it.period_type, it.period_end)
    found = records(arrivals.missing(it.code, start, it.period_end))
    if not found:
        text = (
            say(it.lang, "quality.missing_none") + " · " + say(it.lang, "access.detail")
        )
        return card.empty(name, none, text, "missing")
    heads = ("facility", "tier", "extract", "month", "state")
    head_row = html.Tr(
        [html.Th(say(it.lang, f"quality.{h}"), scope="col") for h in heads]
    )
    body = html.Tbody([missing_row(row, it) for row in found[:SHOWN]])
    table = html.Table([html.Thead(head_row), body], className="plain")
    heading = say(it.lang, "quality.missing", count=len(found))
    content = html.Div(table, className="scroll", tabIndex=0)
    note = say(it.lang, "quality.missing_note")
    return card.card(name, heading, content, it.view, note, "missing")


SHOWN = 50


def missing_row(row: dict[str, Any], it: Chosen) -> html.Tr:
    key = "quality.state_late" if row["is_reported"] else "quality.state_missing"
    when = f"{row['submitted_at']:%Y-%m-%d}" if row["submitted_at"] else ""
    cells = (
        html.Span(
            row["facility_name"] or row["facility_code"], lang=HTML_LANGUAGE["zh"]
        ),
        say(it.lang, f"tier.{row['facility_tier']}"),
        extract_name(row["extract_id"], it.lang),
        words.dates(it.lang, "month", row["month"]),
        say(it.lang, key, date=when),
    )
    return html.Tr([html.Td(text) for text in cells])
