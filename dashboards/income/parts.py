"""The stacks: where income comes from, and what medical income is made of."""

from typing import Any

from dash import html

from dashboards.charts.marks import Part
from dashboards.chosen import Chosen
from dashboards.components import card, cells
from dashboards.income import stacks
from dashboards.income.asked import Years
from dashboards.numbers import plain, valued, with_unit
from dashboards.words import say

SOURCES = {
    "medical": ("income_share_medical_income", "accent"),
    "fiscal": ("income_share_fiscal_subsidy", "dark"),
    "superior": ("income_share_superior_subsidy", "grey"),
    "other_income": ("income_share_other_income", "pale"),
}
MADE_OF = {
    "service": ("medical_income_share_service", "accent"),
    "tests": ("medical_income_share_tests", "dark"),
    "drugs": ("medical_income_share_drug_without_pieces", "grey"),
    "pieces": ("medical_income_share_herbal_pieces", "pale"),
    "materials": ("medical_income_share_materials", "light"),
}


def sources(years: Years, it: Chosen) -> html.Article:
    name = "income-sources"
    if not years.known("income_share_medical_income"):
        text = say(it.lang, "empty.block_selection")
        return card.empty(name, say(it.lang, "income.sources_plain"), text, "sources")
    figure = stacks.stack(stack(years, SOURCES, it, rest=False), 96)
    note = say(it.lang, "income.sources_note")
    return card.chart(name, sources_title(years, it), figure, it.view, note, "sources")


def sources_title(years: Years, it: Chosen) -> str:
    total = years.now("total_income")
    written = with_unit(valued(total, "元", 0, it.lang), say(it.lang, "flow.unit_fee"))
    return say(
        it.lang,
        "income.sources",
        place=it.division["name"],
        year=years.name(),
        total=written,
        medical=percent(years.now("income_share_medical_income")),
        fiscal=percent(years.now("income_share_fiscal_subsidy")),
    )


def percent(value: float | None) -> str:
    return f"{plain(value, 1, 1)}%" if value is not None else "–"


def stack(
    years: Years, wanted: dict[str, tuple[str, str]], it: Chosen, rest: bool
) -> list[Part]:
    """A bar a year, the newest first; what no part names is the rest."""
    found = []
    for end in reversed(years.ends):
        rows = {
            key: row
            for key, (name, _) in wanted.items()
            if (row := years.row(name, end)) and row["value"] is not None
        }
        if len(rows) < len(wanted):
            continue
        found += [
            part(key, row, end.year, wanted[key][1], it) for key, row in rows.items()
        ]
        left = 100 - sum(row["value"] for row in rows.values())
        if rest and left > 0.05:
            found.append(other(left, end.year, it))
    return found


def part(key: str, row: dict[str, Any], year: int, shade: str, it: Chosen) -> Part:
    name = say(it.lang, f"income.part_{key}")
    text = percent(row["value"])
    return Part(
        str(year), name, row["value"], text, f"{year} {name}<br><b>{text}</b>", shade,
        cells.cell_id(row),
    )  # fmt: skip


def other(value: float, year: int, it: Chosen) -> Part:
    name, text = say(it.lang, "income.part_rest"), percent(value)
    return Part(
        str(year), name, value, text, f"{year} {name}<br><b>{text}</b>", "faint"
    )


def made(years: Years, it: Chosen) -> html.Article:
    name = "income-made"
    if not years.known("medical_income_share_service"):
        text = say(it.lang, "empty.block_selection")
        return card.empty(name, say(it.lang, "income.made_plain"), text, "made")
    figure = stacks.stack(
        stack(years, MADE_OF, it, rest=True), 96 if it.lang == "zh" else 112
    )
    note = say(it.lang, "income.made_note")
    return card.chart(name, made_title(years, it), figure, it.view, note, "made")


def made_title(years: Years, it: Chosen) -> str:
    known = years.known("medical_income_share_service")
    first, last = known[0], known[-1]
    way = say(it.lang, "income.same")
    if first is not last:
        by = last["value"] - first["value"]
        key = "income.rose" if by >= 0 else "income.fell"
        way = say(
            it.lang, key, year=years.name(first["period_end"]), by=plain(abs(by), 1, 1)
        )
    return say(
        it.lang, "income.made", year=years.name(last["period_end"]),
        service=percent(last["value"]), way=way,
    )  # fmt: skip
