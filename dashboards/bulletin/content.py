"""What a bulletin says: its table, findings, charts, notes; in words and numbers."""

from datetime import date
from typing import Any

from dashboards import numbers
from dashboards.bulletin import counties, findings, notes, pictures
from dashboards.chosen import Chosen, chosen
from dashboards.components import cells
from dashboards.numbers import share, signed, valued, with_unit
from dashboards.overview import selection
from dashboards.overview.tiles import is_growth, meaning, moved
from dashboards.view import View
from dashboards.warehouse import (
    NoData,
    places,
    publication,
    subjects,
    summaries,
    tables,
    values,
)
from dashboards.words import entries, say

HEADS = ("indicator", "month", "change", "ytd", "target", "signal", "coverage")
Rows = dict[str, dict[str, Any]]


def newest_month() -> str:
    if "fct_indicator_values" not in tables():
        raise NoData
    months = places.periods().get("month")
    if not months:
        raise NoData
    return f"{months[0]:%Y-%m}"


def gather(month: date, place: str) -> dict[str, Any]:
    """Everything that the pages show, ready to be set."""
    its = {lang: asked(lang, month, place) for lang in ("zh", "en")}
    it = its["zh"]
    facts = publication()
    version = values.cell(**it.key()) or {}
    return {
        "code": it.code,
        "is_synthetic": bool(it.division["is_synthetic"]),
        "month": f"{month:%Y-%m}",
        "charts": pictures.drawn(it),
        "zh": said(it, facts, version),
        "en": said(its["en"], facts, version),
    }


def asked(lang: str, month: date, place: str) -> Chosen:
    """The month of a place; what is not there is refused, never replaced."""
    view = View.of(
        lang=lang, place=place or prefecture(lang), by="month", period=f"{month:%Y-%m}"
    )
    it = chosen(view)
    if it.period_type != "month" or f"{it.period_end:%Y-%m}" != f"{month:%Y-%m}":
        raise NoData
    if place and it.code != place:
        raise NoData
    return it


def prefecture(lang: str) -> str:
    """The first prefecture; where there is none, the first division."""
    every = places.divisions(lang)
    found = [code for code, row in every.items() if row["level"] == "prefecture"]
    return next(iter(found or every), "")


def said(it: Chosen, facts: dict[str, Any], version: dict[str, Any]) -> dict[str, Any]:
    """All words of one language."""
    lang = it.lang
    names = (
        "title",
        "headlines",
        "findings",
        "charts",
        "quality",
        "provenance",
        "english",
        "note",
    )
    indicators = selection.shown(lang)
    standing = standings(indicators, it)
    return {
        **{name: say(lang, f"bulletin.{name}") for name in names},
        "place": it.division["name"],
        "period": it.period,
        "synthetic": say(lang, "bulletin.synthetic", name=it.division["name"]),
        "heads": [say(lang, f"bulletin.{head}") for head in HEADS],
        "rows": [line(one, standing, it) for one in indicators],
        "counties": counties.table(it),
        "county_table": say(lang, "bulletin.counties"),
        "three": findings.three(indicators, standing["month"], it),
        "quality_notes": notes.quality(standing["month"], it),
        "source": say(
            lang,
            "bulletin.source",
            id=facts["publication_id"],
            when=facts["published_at"][:16].replace("T", " "),
            files=facts["files"],
            rows=numbers.plain(facts["landed"]),
            version=version.get("data_version", "–"),
        ),
    }


def standings(indicators: list[dict], it: Chosen) -> dict[str, Rows]:
    """How each indicator stands in the month, the year to date and the last year."""
    ids = [selection.source(one) for one in indicators]
    ends = {
        "month": it.period_end,
        "ytd": it.period_end,
        "year": subjects.last_year(it.period_end),
    }
    return {
        kind: summaries.standing(ids, it.code, it.geography, kind, end) if end else {}
        for kind, end in ends.items()
    }


def line(one: dict[str, Any], standing: dict[str, Rows], it: Chosen) -> dict[str, Any]:
    """A row of the table; what is known by the year alone stands as the year's."""
    name, lang = selection.source(one), it.lang
    if is_growth(one):
        return growth(one, standing, lang)
    row = standing["month"].get(name) or {}
    yearly = row.get("value") is None
    if yearly:
        row = standing["year"].get(name) or row
    ytd = standing["ytd"].get(name) or {}
    mark = say(lang, "county.yearly") if yearly and row.get("value") is not None else ""
    return {
        "name": one["name"],
        "mark": mark,
        "value": written(row.get("value"), one, lang),
        "provisional": bool(row.get("is_provisional")) and row.get("value") is not None,
        "flagged": bool(row.get("check_count")) and row.get("value") is not None,
        "change": change(one, row, lang),
        "meaning": meaning(one, row) if row.get("value") is not None else "",
        "ytd": "" if yearly else written(ytd.get("value"), one, lang),
        "target": target(one, row, lang),
        "signal": signal(row, lang),
        "coverage": share(row.get("facilities_reported"), row["facilities_expected"])
        if row.get("facilities_expected")
        else "",
    }


def growth(one: dict[str, Any], standing: dict[str, Rows], lang: str) -> dict[str, Any]:
    """The row of a growth: it is a change, and is read from what grows."""
    name, decimals = selection.source(one), one["decimals"]
    row = standing["month"].get(name) or {}
    grown = row.get("growth_pct")
    return {
        "name": one["name"],
        "mark": "",
        "value": with_unit(signed(grown, decimals, decimals), "%"),
        "provisional": bool(row.get("is_provisional")) and grown is not None,
        "flagged": bool(row.get("check_count")) and grown is not None,
        "change": "",
        "meaning": "",
        "ytd": with_unit(
            signed((standing["ytd"].get(name) or {}).get("growth_pct"), decimals),
            "%",
        ),
        "target": "",
        "signal": "",
        "coverage": "",
    }


def written(value: float | None, one: dict[str, Any], lang: str) -> str:
    text = valued(value, one["unit"], one["decimals"], lang)
    return with_unit(text, cells.unit_of(one, lang))


def change(one: dict[str, Any], row: dict[str, Any], lang: str) -> str:
    if row.get("difference") is None or row.get("value") is None:
        return ""
    sign = "▲" if row["difference"] > 0 else "▼" if row["difference"] < 0 else "="
    return f"{sign} {moved(one, row, lang)}"


def target(one: dict[str, Any], row: dict[str, Any], lang: str) -> str:
    if row.get("target_value") is None:
        return ""
    sign = "✓" if row["is_target_met"] else "×"
    return f"{sign} {written(row['target_value'], one, lang)}"


def signal(row: dict[str, Any], lang: str) -> str:
    if row.get("signal") not in (None, "none", "too_few_points"):
        return say(lang, f"signal.{row['signal']}")
    known = entries().get(f"trend.{row.get('trend')}")
    return known[lang] if known else ""
