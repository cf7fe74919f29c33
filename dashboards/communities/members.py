"""Who belongs to which community."""

from datetime import date
from typing import Any

from dash import html

from dashboards import words
from dashboards.chosen import Chosen
from dashboards.components import card, crowd
from dashboards.warehouse import communities, tables
from dashboards.words import HTML_LANGUAGE, say

COUNTS = ("members", "county_hospitals", "townships", "village_rooms")
HEADS = (
    "name",
    "lead",
    "members_all",
    "hospitals",
    "townships",
    "village_rooms",
    "since",
)


def block(it: Chosen) -> html.Article:
    name, place = "communities-members", it.within["name"]
    none = say(it.lang, "communities.members_none", place=place)
    if "rpt_communities" not in tables():
        return card.empty(name, none, say(it.lang, "empty.block"), "members")
    found = communities.communities(it.within["division_code"], it.lang)
    if not found:
        return card.empty(name, none, say(it.lang, "empty.block_selection"), "members")
    head = html.Tr(
        [
            html.Th(
                say(it.lang, f"communities.{h}"),
                scope="col",
                className="figure" if h not in ("name", "lead") else "",
            )
            for h in HEADS
        ]
    )
    table = html.Table(
        [html.Thead(head), html.Tbody([line(row, it) for row in first(found, it)])],
        className="plain",
    )
    title = say(
        it.lang,
        "communities.members",
        place=place,
        count=len(found),
        members=sum(row["members"] for row in found),
    )
    content = html.Div(table, className="scroll", tabIndex=0)
    note = say(it.lang, "communities.members_note")
    if crowd.is_crowd(found):
        note += say(it.lang, "communities.part", count=crowd.MOST, all=len(found))
    return card.card(name, title, content, it.view, note, "members")


def first(found: list[dict], it: Chosen) -> list[dict]:
    """As many as a reader can look at, those of the chosen county among them."""
    ours = [row for row in found if row["division_code"] == it.code]
    others = [row for row in found if row["division_code"] != it.code]
    return sorted(
        (ours + others)[: crowd.MOST], key=lambda row: str(row["community_id"])
    )


def line(row: dict[str, Any], it: Chosen) -> html.Tr:
    chosen = "is-chosen" if row["division_code"] == it.code else ""
    return html.Tr(
        [
            html.Td(named(row["community_name"] or row["community_id"])),
            html.Td(named(row["lead_name"]), title=row["lead_name"]),
            *[html.Td(row[name], className="figure") for name in COUNTS],
            html.Td(since(row, it.lang), className="figure"),
        ],
        className=chosen,
    )


def since(row: dict[str, Any], lang: str) -> str:
    said = words.dates(lang, "month", row["valid_from"])
    if row["valid_to"] and row["valid_to"] < date(9999, 1, 1):
        last = words.dates(lang, "month", row["valid_to"])
        said += say(lang, "communities.until", date=last)
    return said


def named(name: str | None) -> html.Span:
    """A name that has no other language than Chinese."""
    return html.Span(name or "–", lang=HTML_LANGUAGE["zh"])
