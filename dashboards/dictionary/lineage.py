"""From a number down to its mart, its measures, and the files they came in."""

from typing import Any

from dash import html

from dashboards.chosen import Chosen
from dashboards.components import cells
from dashboards.numbers import plain
from dashboards.overview.selection import source
from dashboards.warehouse import dictionary, origins, values
from dashboards.words import say

# which model brings a measure together, by the grain on which it is reported
MODELS = {
    "facility": "int_facility_measures_unioned",
    "place": "int_place_measures_unioned",
    "person": "int_persons_counted",
}


def steps(indicator: dict[str, Any], it: Chosen | None, lang: str) -> html.Ol:
    """The chain; each side of the formula is a branch."""
    made_of = origins.terms(lang).get(indicator["indicator_id"], [])
    marts = ["int_indicator_values_divided", "fct_indicator_values"]
    return html.Ol(
        [
            html.Li(number(indicator, it, lang), className="step"),
            step("dictionary.lineage_mart", [html.Code(" ← ".join(marts[::-1]))], lang),
            *[branch(one, lang) for one in made_of],
        ],
        className="lineage",
    )


def step(key: str, content: list, lang: str) -> html.Li:
    return html.Li([html.Small(say(lang, key)), *content], className="step")


def number(indicator: dict[str, Any], it: Chosen | None, lang: str) -> list:
    """The newest value of what is chosen, as a way to its origin."""
    head = html.Small(say(lang, "dictionary.lineage_value"))
    # a growth is read from what grows
    base = dictionary.indicators(lang)[source(indicator)]
    key = it.key(indicator_id=base["indicator_id"], facility_tier="all") if it else None
    row = values.cell(**key) if key else None
    if it is None or row is None:
        return [head, html.Span(say(lang, "dictionary.not_computed"), className="note")]
    where = html.Span(f"{it.division['name']} · {it.period}", className="note")
    of = [html.Span(f"{base['name']} ")] if base is not indicator else []
    return [head, *of, html.B(cells.number(row, base, lang)), " ", where]


def branch(term: dict[str, Any], lang: str) -> html.Li:
    """A term of the formula: its measure, its model, its item and files."""
    weight = "" if term["weight"] == 1 else f"{plain(term['weight'])} × "
    side = say(lang, f"side.{term['side']}")
    head = say(
        lang, "dictionary.lineage_measure", side=side, weight=weight, name=term["name"]
    )
    item = say(
        lang, "dictionary.lineage_item", extract=term["extract_id"], item=term["item"]
    )
    model = MODELS.get(term["grain"], "")
    return html.Li(
        [
            html.Small(head),
            html.Code(f"fct_measures ← {model}" if model else "fct_measures"),
            html.P([html.Code(item), html.Span(files(term, lang), className="note")]),
        ],
        className="step is-branch",
    )


def files(term: dict[str, Any], lang: str) -> str:
    if term["grain"] == "calendar":
        return say(lang, "dictionary.lineage_calendar")
    found = origins.files((term["extract_id"],)).get(term["extract_id"], [])
    if not found:
        return say(lang, "dictionary.lineage_no_files")
    name = found[0]["file_name"]
    return say(lang, "dictionary.lineage_files", count=len(found), name=name)
