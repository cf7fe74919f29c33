"""The filters above a page: what they offer comes from the publication."""

from typing import Any

from dash import dcc, html

from dashboards import words
from dashboards.chosen import TIERS, TYPES, Chosen
from dashboards.warehouse import dictionary, places
from dashboards.words import say


def bar(chosen: Chosen, wanted: tuple[str, ...]) -> html.Div:
    """The filters that a page asks for, in its order."""
    shown = [choice(name, chosen) for name in wanted]
    return html.Div(shown, className="choices", role="group")


def choice(name: str, chosen: Chosen) -> html.Div:
    """One filter; a change goes to the address (assets/frame.js) and so to the page."""
    options, value, search = OFFERS[name](chosen)
    label = say(chosen.lang, f"choose.{name}")
    return html.Div(
        dcc.Dropdown(
            options,
            value,
            id={"type": "choice", "name": name},
            clearable=False,
            searchable=search,
            optionHeight="auto",
            maxHeight=420,
            labels=labels(chosen.lang),
        ),
        className=f"choice choice-{name}",
        role="group",
        title=label,
        **{"aria-label": label},
    )


def labels(lang: str) -> Any:
    """The words that Dash's dropdown shows."""
    keys = ("search", "clear_search", "clear_selection", "no_options_found")
    return {key: say(lang, f"dropdown.{key}") for key in keys}


def option(value: str, label: str) -> dict[str, str]:
    return {"value": value, "label": label}


def place(it: Chosen) -> tuple[list, str, bool]:
    found = places.divisions(it.lang).values()
    return [option(row["division_code"], row["name"]) for row in found], it.code, True


def indicator(it: Chosen) -> tuple[list, str, bool]:
    found = dictionary.with_values(it.lang).values()
    named = sorted(found, key=lambda row: (row.get("subject") or "", row["name"]))
    options = [option(row["indicator_id"], row["name"]) for row in named]
    return options, it.indicator["indicator_id"], True


def by(it: Chosen) -> tuple[list, str, bool]:
    known = places.periods()
    options = [option(t, say(it.lang, f"by.{t}")) for t in TYPES if t in known]
    return options, it.period_type, False


def period(it: Chosen) -> tuple[list, str, bool]:
    ends = places.periods()[it.period_type]
    options = [
        option(f"{end:%Y-%m}", words.dates(it.lang, it.period_type, end))
        for end in ends
    ]
    return options, f"{it.period_end:%Y-%m}", len(ends) > 12


def tier(it: Chosen) -> tuple[list, str, bool]:
    known = places.tiers(it.indicator["indicator_id"])
    options = [option(t, say(it.lang, f"tier.{t}")) for t in TIERS if t in known]
    return options, it.tier if it.tier in known else "all", False


def geo(it: Chosen) -> tuple[list, str, bool]:
    options = [option(g, say(it.lang, f"geo.{g}")) for g in ("then", "now")]
    return options, it.geography, False


OFFERS = {
    "place": place, "indicator": indicator, "by": by, "period": period, "tier": tier,
    "geo": geo,
}  # fmt: skip
