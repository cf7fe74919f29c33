"""What a visit and a stay cost, why that changed, and both drug shares."""

from typing import Any

from dash import html

from dashboards import words
from dashboards.charts import lines
from dashboards.charts.marks import Line, Point
from dashboards.chosen import Chosen
from dashboards.components import card, cells
from dashboards.income.asked import Years
from dashboards.income.parts import percent
from dashboards.numbers import plain, valued, with_unit
from dashboards.warehouse import dictionary, subjects
from dashboards.words import say

DRUGS = {
    "with": "medical_income_share_drug_with_pieces",
    "without": "medical_income_share_drug_without_pieces",
    "monthly": "drug_share",
}


def drugs(years: Years, it: Chosen) -> html.Article:
    name = "income-drugs"
    if not years.known(DRUGS["with"]):
        text = say(it.lang, "empty.block_selection")
        return card.empty(name, say(it.lang, "income.drugs_plain"), text, "drugs")
    found = [
        Line(
            f"{say(it.lang, f'income.line_{key}')} {percent(years.now(indicator))}",
            [point(row, percent(row["value"]), it) for row in years.known(indicator)],
            key == "with",
        )
        for key, indicator in DRUGS.items()
        if years.known(indicator)
    ]
    title = say(
        it.lang, "income.drugs", with_pieces=percent(years.now(DRUGS["with"])),
        without=percent(years.now(DRUGS["without"])),
    )  # fmt: skip
    figure = lines.lines(found)
    return card.chart(
        name, title, figure, it.view, say(it.lang, "income.drugs_note"), "drugs"
    )


def point(row: dict[str, Any], text: str, it: Chosen) -> Point:
    when = words.dates(it.lang, row["period_type"], row["period_end"])
    return Point(
        row["period_end"], row["value"], f"{when}<br><b>{text}</b>", cells.cell_id(row),
        is_hollow=bool(row["is_provisional"]),
    )  # fmt: skip


def cost(indicator_id: str, area: str, it: Chosen) -> html.Article:
    """One cost over time, against the division above or all together."""
    one = dictionary.indicators(it.lang).get(indicator_id)
    if one is None:
        return card.empty(f"income-{area}", area, say(it.lang, "empty.block"), area)
    ours = series(indicator_id, it.code, it)
    found = [line(it.division["name"], ours, one, True, it)]
    within = it.within
    if within["division_code"] != it.code:
        found.append(
            line(
                within["name"],
                series(indicator_id, within["division_code"], it),
                one,
                False,
                it,
            )
        )
        note = say(it.lang, "income.cost_note", higher=within["name"])
    else:
        note = one["question"]
    if all(row["value"] is None for row in ours):
        text = say(it.lang, "income.cost_hint")
        return card.empty(f"income-{area}", cost_title(one, ours, it), text, area)
    return card.chart(
        f"income-{area}",
        cost_title(one, ours, it),
        lines.lines(found),
        it.view,
        note,
        area,
    )


def series(indicator_id: str, code: str, it: Chosen) -> list[dict[str, Any]]:
    rows = subjects.histories(
        (indicator_id,), code, it.geography, it.period_type, it.period_end
    )
    return rows[indicator_id]


def line(
    label: str, rows: list[dict], one: dict[str, Any], is_ours: bool, it: Chosen
) -> Line:
    points = [point(row, written(row["value"], one, it), it) for row in rows]
    last = next((r["value"] for r in reversed(rows) if r["value"] is not None), None)
    return Line(label, points, is_ours, written(last, one, it))


def written(value: float | None, one: dict[str, Any], it: Chosen) -> str:
    text = valued(value, one["unit"], 0, it.lang)
    return with_unit(text, cells.unit_of(one, it.lang))


def cost_title(one: dict[str, Any], rows: list[dict], it: Chosen) -> str:
    now = next((r for r in rows if r["period_end"] == it.period_end), None)
    if now is None or now["value"] is None:
        reason = cells.reason(now or {}, it.lang)
        return say(
            it.lang,
            "income.cost_none",
            name=one["name"],
            period=it.period,
            reason=reason,
        )
    before = year_before(now, rows)
    way = say(it.lang, "income.cost_even")
    if before and before["value"]:
        by = 100 * (now["value"] / before["value"] - 1)
        key = "income.cost_up" if by >= 0 else "income.cost_down"
        way = say(it.lang, key, by=f"{plain(abs(by), 1, 1)}%")
    return say(
        it.lang,
        "income.cost",
        name=one["name"],
        value=written(now["value"], one, it),
        way=way,
    )


def year_before(row: dict[str, Any], rows: list[dict]) -> dict[str, Any] | None:
    wanted = (row["period_end"].year - 1, row["period_end"].month)
    return next(
        (r for r in rows if (r["period_end"].year, r["period_end"].month) == wanted),
        None,
    )
