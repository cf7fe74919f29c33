"""The graded items of the standard of 2020: community by item."""

from typing import Any

from dash import html

from dashboards import words
from dashboards.chosen import Chosen
from dashboards.communities import members
from dashboards.components import card, crowd, heat
from dashboards.warehouse import communities, tables
from dashboards.words import say

LEVELS = {"A": 0.75, "B": 0.45, "C": 0.0}


def block(it: Chosen) -> html.Article:
    name, none = "communities-items", say(it.lang, "communities.items_none")
    if "rpt_community_reviews" not in tables():
        return card.empty(name, none, say(it.lang, "empty.block"), "items")
    found = communities.reviews(
        it.within["division_code"], "2020", it.period_end, it.lang
    )
    if not found:
        return card.empty(name, none, say(it.lang, "empty.block_selection"), "items")
    items = {row["item_code"]: row for row in found}
    ordered = sorted(items, key=lambda item: (items[item]["part"], item))
    names = named(it)
    grades = {(row["community_id"], row["item_code"]): row["grade"] for row in found}
    every = list({row["community_id"]: row for row in found}.values())
    ids = [row["community_id"] for row in members.first(every, it)]
    body = [
        (
            members.named(names.get(one, one)),
            [cell(grades.get((one, item)), items[item], it) for item in ordered],
        )
        for one in ids
    ]
    heads = [items[item]["item"] for item in ordered]
    table = heat.table(
        heads, body, say(it.lang, "communities.name"), chosen(ids, it), none
    )
    note = say(it.lang, "communities.items_note")
    if crowd.is_crowd(every):
        note += say(it.lang, "communities.part", count=crowd.MOST, all=len(every))
    return card.card(name, title(found, it), table, it.view, note, "items")


def named(it: Chosen) -> dict[str, str]:
    if "rpt_communities" not in tables():
        return {}
    found = communities.communities(it.within["division_code"], it.lang)
    return {row["community_id"]: row["community_name"] for row in found}


def chosen(ids: list[str], it: Chosen) -> int | None:
    return next(
        (at for at, one in enumerate(ids) if one.startswith(it.code + "-")), None
    )


def cell(grade: str | None, item: dict[str, Any], it: Chosen) -> heat.Cell:
    if grade not in LEVELS:
        return heat.Cell("–")
    said = say(it.lang, f"communities.grade_{grade}")
    return heat.Cell(grade, LEVELS[grade], f"{item['item']}: {said}", f"grade-{grade}")


def title(found: list[dict[str, Any]], it: Chosen) -> str:
    counts = {grade: sum(row["grade"] == grade for row in found) for grade in LEVELS}
    return say(
        it.lang, "communities.items",
        month=words.dates(it.lang, "month", max(row["month"] for row in found)),
        count=len({row["community_id"] for row in found}),
        items=len({row["item_code"] for row in found}),
        a=counts["A"], b=counts["B"], c=counts["C"],
    )  # fmt: skip
