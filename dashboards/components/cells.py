"""A number that can be asked where it comes from, and the marks beside it."""

from datetime import date
from typing import Any

from dash import html

from dashboards import words
from dashboards.numbers import DASH, exact, share, valued, with_unit
from dashboards.words import coded, say

PARTS = (
    "indicator_id", "division_code", "facility_tier", "geography", "period_type",
    "period_end",
)  # fmt: skip


def cell_id(row: dict[str, Any]) -> str:
    """The name of a value in an address: its key, in one word."""
    return "~".join(str(row[part]) for part in PARTS)


def key_of(cell: str) -> dict[str, object] | None:
    """The key that a name stands for; None where it is no name of a value."""
    parts = cell.split("~")
    if len(parts) != len(PARTS):
        return None
    try:
        end = date.fromisoformat(parts[-1])
    except ValueError:
        return None
    return dict(zip(PARTS, [*parts[:-1], end], strict=True))


def text_of(row: dict[str, Any], indicator: dict[str, Any], lang: str) -> str:
    """A value as it is written; a dash where there is none."""
    return valued(row["value"], indicator["unit"], indicator["decimals"], lang)


def number(
    row: dict[str, Any], indicator: dict[str, Any], lang: str, unit: bool = True
) -> html.Button:
    """A value as a button that opens its origin; without a value it says why."""
    text = text_of(row, indicator, lang)
    shown = with_unit(text, unit_of(indicator, lang)) if unit else text
    told = exact(row["value"]) if row["value"] is not None else reason(row, lang)
    content = [shown] if text != DASH else [DASH, html.Small(reason(row, lang))]
    return html.Button(
        content,
        type="button",
        title=told,
        className="number",
        **{"data-cell": cell_id(row)},
    )


def unit_of(indicator: dict[str, Any], lang: str) -> str:
    return words.unit(lang, indicator.get("unit"))


def reason(row: dict[str, Any], lang: str) -> str:
    """Why there is no value."""
    return coded(lang, "reason", row.get("null_reason") or "no_row")


def marks(row: dict[str, Any], lang: str) -> list[html.Span]:
    """Flagged, provisional, and how much of what was due stands behind a value."""
    found = []
    if row.get("check_count"):
        found.append(mark("flagged", lang, count=row["check_count"]))
    if row.get("is_provisional"):
        found.append(mark("provisional", lang))
    if row.get("facilities_expected"):
        found.append(coverage(row, lang))
    return found


def flag(row: dict[str, Any], lang: str) -> list[html.Span]:
    """Only that checks are in doubt of a value, where there is room for a sign."""
    count = row.get("check_count")
    if not count or row.get("value") is None:
        return []
    said = say(lang, "mark.flagged_about", count=count)
    return [html.Span(className="mark mark-flagged", title=said, role="img",
                      **{"aria-label": said})]  # fmt: skip


def mark(name: str, lang: str, **values: object) -> html.Span:
    return html.Span(
        say(lang, f"mark.{name}"),
        className=f"mark mark-{name}",
        title=say(lang, f"mark.{name}_about", **values),
    )


def coverage(row: dict[str, Any], lang: str) -> html.Span:
    reported, expected = row["facilities_reported"], row["facilities_expected"]
    low = " is-low" if reported < 0.9 * expected else ""
    return html.Span(
        say(lang, "mark.coverage", value=share(reported, expected)),
        className=f"mark mark-coverage{low}",
        title=say(lang, "mark.coverage_about", reported=reported, expected=expected),
    )
