"""Everything the dictionary says of one indicator or measure."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import chosen as choosing
from dashboards.chosen import Chosen
from dashboards.dictionary import lineage
from dashboards.indicator.definition import status
from dashboards.numbers import plain, with_unit
from dashboards.view import View
from dashboards.warehouse import NoData, dictionary, origins, places
from dashboards.words import coded, say, unit


def panel(name: str, view: View) -> list[Component]:
    """The panel beside the list."""
    lang = view.lang
    if not name:
        return [html.P(say(lang, "dictionary.hint"), className="note")]
    if found := dictionary.indicators(lang).get(name):
        return indicator(found, view)
    if found := dictionary.measures(lang).get(name):
        return measure(found, view)
    return [html.P(say(lang, "dictionary.unknown", id=name), className="note")]


def section(key: str, content: Component | list | str | None, lang: str) -> list:
    """A heading and what stands under it; nothing where there is nothing."""
    if not content:
        return []
    inside = content if isinstance(content, list) else [content]
    return [html.H3(say(lang, key)), *inside]


def told(text: str | None) -> html.P | None:
    return html.P(text) if text and text != "none" else None


def indicator(one: dict[str, Any], view: View) -> list[Component]:
    lang = view.lang
    way = view.elsewhere().with_(indicator=one["indicator_id"]).address("/indicator")
    return [
        html.H2(dcc.Link(one["name"], href=way)),
        html.P(one["question"], className="question"),
        html.P(status(one, lang), className="note"),
        *section("origin.formula", told(one.get("formula")), lang),
        *section("dictionary.missing", told(one.get("missing")), lang),
        *section("dictionary.misread", told(one.get("notes")), lang),
        *section("dictionary.targets", targets(one, lang), lang),
        *section("dictionary.lineage", lineage.steps(one, asked(view), lang), lang),
    ]


def asked(view: View) -> Chosen | None:
    """The place and period of the address, where the publication has values."""
    try:
        return choosing.chosen(view)
    except NoData:
        return None


def targets(one: dict[str, Any], lang: str) -> list[Component]:
    found = [
        row
        for row in dictionary.targets(lang)
        if row["indicator_id"] == one["indicator_id"]
    ]
    lines = [
        html.Li([target(row, lang), " ", html.Span(row["clause"], lang="zh-CN")])
        for row in found
    ]
    return [html.Ul(lines)] if lines else []


def target(row: dict[str, Any], lang: str) -> str:
    known = places.divisions(lang) if dictionary.has_values() else {}
    code = row["division_code"]
    place = known.get(code, {}).get("name") or code
    if code == "any":
        place = say(lang, "dictionary.any_place")
    due = row["due_on"]
    return say(
        lang,
        "dictionary.target",
        place=place,
        comparison=say(lang, f"comparison.{row['comparison']}"),
        value=with_unit(plain(row["target_value"]), unit(lang, row["unit"])),
        due=say(lang, "dictionary.due", due=due) if due and due != "none" else "–",
        document=row.get("document") or row.get("document_id"),
        status=coded(lang, "status", row["status"]),
    )


def measure(one: dict[str, Any], view: View) -> list[Component]:
    lang = view.lang
    adds = say(
        lang,
        "dictionary.adds",
        time=coded(lang, "over", one["over_time"]),
        places=coded(lang, "over", one["over_places"]),
        frequency=coded(lang, "frequency", one["frequency"]),
    )
    uses = [
        indicator_id
        for indicator_id, terms in origins.terms(lang).items()
        if any(term["measure_id"] == one["measure_id"] for term in terms)
    ]
    return [
        html.H2(one["name"]),
        html.P([html.Code(one["measure_id"]), " · ", unit(lang, one["unit"])]),
        html.P(adds, className="note"),
        html.H3(say(lang, "origin.files")),
        html.P([html.Code(f"{one['extract_id']} · {one['item']}")]),
        html.P(lineage.files(one, lang), className="note"),
        html.P(one.get("source") or "", className="note"),
        *section("dictionary.uses", users(uses, view), lang),
    ]


def users(uses: list[str], view: View) -> list[Component]:
    known = dictionary.indicators(view.lang)
    links = [
        dcc.Link(
            known[name]["name"],
            href=view.elsewhere().with_(id=name).address("/dictionary"),
        )
        for name in uses
        if name in known
    ]
    return [html.Ul([html.Li(link) for link in links])] if links else []
