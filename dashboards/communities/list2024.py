"""The monitoring list of 2024 by county: met, not met, or not to be judged."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dash import dcc, html

from dashboards.chosen import Chosen
from dashboards.components import card, cells, crowd, heat
from dashboards.numbers import plain
from dashboards.warehouse import communities, places, subjects, tables
from dashboards.words import say

MONEY = ("元", "元/人次", "元/人", "yuan")
STATES = ("met", "missed", "open", "none")
SIGNS = {"met": "✓", "missed": "✕", "none": "–"}


@dataclass(frozen=True)
class Listed:
    """The list's indicators and how each county stands."""

    it: Chosen

    @cached_property
    def indicators(self) -> list[dict[str, Any]]:
        return communities.listed("2024", self.it.lang)

    @cached_property
    def counties(self) -> dict[str, str]:
        within = self.it.within["division_code"]
        return {
            code: row["name"]
            for code, row in places.divisions(self.it.lang).items()
            if row["level"] == "county" and code.startswith(within)
        }

    @cached_property
    def rows(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Values of the chosen period; what is only yearly, of the last year."""
        it = self.it
        names = tuple(one["indicator_id"] for one in self.indicators)
        within = it.within["division_code"]
        asked = [(it.period_type, it.period_end)]
        year = subjects.last_year(it.period_end)
        if year and it.period_type != "year":
            asked.insert(0, ("year", year))
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for kind, end in asked:
            standing = communities.standing(names, within, it.geography, kind, end)
            found |= {k: row for k, row in standing.items() if row["value"] is not None}
        return found

    @cached_property
    def judged(self) -> dict[tuple[str, str], list[str]]:
        """The grades of the judged items, by item and county."""
        if "rpt_community_reviews" not in tables():
            return {}
        within = self.it.within["division_code"]
        found: dict[tuple[str, str], list[str]] = {}
        for row in communities.reviews(
            within, "2024", self.it.period_end, self.it.lang
        ):
            found.setdefault((row["item_code"], row["division_code"]), []).append(
                row["grade"]
            )
        return found

    def state(self, one: dict[str, Any], code: str) -> tuple[str, str]:
        """How a county stands in an indicator, and what to show of it."""
        grades = self.judged.get((one["review_item"], code))
        if grades:
            met = grades.count("met")
            said = say(self.it.lang, "communities.judged", met=met, all=len(grades))
            return ("met" if met == len(grades) else "missed"), said
        row = self.rows.get((one["indicator_id"], code))
        # what communities are judged by has no value without a judgement
        if row is None or one["kind"] == "judged":
            return "none", ""
        text = plain(row["value"], *digits(one))
        if row["is_target_met"] is None:
            return "open", text
        return ("met" if row["is_target_met"] else "missed"), text


def digits(one: dict[str, Any]) -> tuple[int, int]:
    """Decimals in a narrow cell: none of money, one of shares, two of plain ratios."""
    if one["unit"] in MONEY:
        return 0, 0
    decimals = 2 if one["unit"] == "none" else 1
    return decimals, decimals


def block(it: Chosen) -> html.Article:
    name, none = "communities-list", say(it.lang, "communities.list_none")
    listed = Listed(it)
    if not listed.indicators or not listed.counties:
        return card.empty(name, none, say(it.lang, "empty.block"), "list")
    states = {
        (one["indicator_id"], code): listed.state(one, code)
        for one in listed.indicators
        for code in listed.counties
    }
    codes = list(listed.counties)
    if crowd.is_crowd(codes):
        codes = [code for code in codes if code == it.code]
    body = [
        (
            head(one, it),
            [cell(one, code, states, listed) for code in codes]
            + summed(one, codes, states, it.lang),
        )
        for one in listed.indicators
    ]
    corner = say(it.lang, "communities.indicator")
    heads = [listed.counties[code] for code in codes]
    if len(codes) < len(listed.counties):
        heads += [say(it.lang, f"communities.count_{state}") for state in STATES]
    table = heat.table(heads, body, corner, None, none)
    counts = [state for state, _ in states.values()]
    title = say(
        it.lang,
        "communities.list",
        met=counts.count("met"),
        missed=counts.count("missed"),
        unknown=counts.count("open") + counts.count("none"),
    )
    return card.card(
        name, title, table, it.view, say(it.lang, "communities.list_note"), "list"
    )


def summed(
    one: dict[str, Any], codes: list[str], states: dict, lang: str
) -> list[heat.Cell]:
    """Of more counties than columns: how many stand how."""
    mine = [
        state for (name, _), (state, _) in states.items() if name == one["indicator_id"]
    ]
    if len(codes) == len(mine):
        return []
    return [
        heat.Cell(
            str(mine.count(state)) if mine.count(state) else "–",
            None,
            say(lang, f"communities.state_{state}"),
            f"state-{state}" if mine.count(state) else "state-none",
        )
        for state in STATES
    ]


def head(one: dict[str, Any], it: Chosen) -> html.Span:
    way = it.view.elsewhere().with_(indicator=one["indicator_id"])
    number = html.Small(one["edition_number"], className="list-number")
    named = dcc.Link(one["name"], href=way.address("/indicator"))
    unit = cells.unit_of(one, it.lang) if one["unit"] in MONEY else ""
    return html.Span([number, named, *([html.Small(unit)] if unit else [])])


def cell(
    one: dict[str, Any],
    code: str,
    states: dict[tuple[str, str], tuple[str, str]],
    listed: Listed,
) -> heat.Cell:
    state, text = states[one["indicator_id"], code]
    lang = listed.it.lang
    said = say(lang, f"communities.state_{state}")
    row = listed.rows.get((one["indicator_id"], code))
    # a bare number is one without a standard
    content: list[Any] = []
    if state in SIGNS:
        sign = SIGNS[state]
        content = [
            html.Span(sign, className="sign", role="img", **{"aria-label": said})
        ]
    if row is not None and text:
        content.append(
            html.Button(
                text,
                type="button",
                className="number",
                **{"data-cell": cells.cell_id(row)},
            )
        )
    return heat.Cell(content, None, f"{said} {text}".strip(), f"state-{state}")
