"""Reports against claims, and how publications saw the same month."""

from typing import Any

from dash import html

from dashboards import words
from dashboards.chosen import Chosen
from dashboards.components import card, crowd, heat
from dashboards.numbers import SUPPRESSED, counted, plain, valued
from dashboards.warehouse import arrivals, records, subjects
from dashboards.words import coded, say

QUANTITIES = ("visits", "stays", "visit_money", "stay_money")
COMPARED = {"division_code", "month", "quantity", "reported", "claimed", "is_question"}
REVISED = {
    "indicator_id",
    "division_code",
    "period_end",
    "value",
    "publication_number",
    "publication_id",
    "reason",
    "causes",
}
TRIANGLE, EDITIONS = 12, 10


def claims(it: Chosen) -> html.Article:
    name, none = "quality-claims", say(it.lang, "quality.claims_none")
    if not arrivals.columns("rpt_reports_against_claims") >= COMPARED:
        return card.empty(name, none, say(it.lang, "empty.block"), "claims")
    start = subjects.start(it.period_type, it.period_end)
    found = records(
        arrivals.against_claims(it.within["division_code"], start, it.period_end)
    )
    if not found:
        text = (
            say(it.lang, "empty.block_selection")
            + " · "
            + say(it.lang, "access.detail")
        )
        return card.empty(name, none, text, "claims")
    by_slot = {(row["division_code"], row["quantity"]): row for row in found}
    every = sorted({row["division_code"] for row in found})
    asked = dict.fromkeys(every, 0)
    for row in found:
        asked[row["division_code"]] -= row["questioned"]
    codes = crowd.shown(every, it.code, asked.get)
    shown = [q for q in QUANTITIES if any(row["quantity"] == q for row in found)]
    names = subjects.named(it.lang)
    body = [
        (
            names.get(code, {}).get("name", code),
            [fit(by_slot.get((code, q)), it) for q in shown],
        )
        for code in codes
    ]
    heads = [say(it.lang, f"quality.quantity_{q}") for q in shown]
    chosen = codes.index(it.code) if it.code in codes else None
    table = heat.table(heads, body, say(it.lang, "quality.quantity"), chosen, none)
    title = say(
        it.lang,
        "quality.claims",
        questioned=plain(sum(r["questioned"] for r in found)),
        all=plain(sum(r["compared"] for r in found)),
    )
    note = say(it.lang, "quality.claims_note")
    note += crowd.note(every, "crowd.most_questioned", it.lang)
    return card.card(name, title, table, it.view, note, "claims")


def fit(row: dict[str, Any] | None, it: Chosen) -> heat.Cell:
    if row is None or not row["reported"]:
        return heat.Cell("–")
    ratio = row["claimed"] / row["reported"]
    told = say(
        it.lang,
        "quality.fits",
        claimed=counted(row["claimed"], it.lang),
        reported=counted(row["reported"], it.lang),
        questioned=row["questioned"],
    )
    text = plain(ratio, 2, 2)
    if row["questioned"]:
        return heat.Cell(f"{text} △{row['questioned']}", None, told, "lack")
    return heat.Cell(text, 0.1, told)


def revisions(it: Chosen) -> html.Article:
    """Months by publication: the triangle in which revisions show."""
    name, none = "quality-revisions", say(it.lang, "quality.revisions_none")
    if not arrivals.columns("rpt_revisions") >= REVISED:
        return card.empty(name, none, say(it.lang, "empty.block"), "revisions")
    found = arrivals.revisions(
        it.indicator["indicator_id"], it.code, it.period_end, TRIANGLE
    )
    numbers = arrivals.publications()[-EDITIONS:]
    if len(numbers) < 2 or not found:
        return card.empty(
            name, none, say(it.lang, "quality.revisions_first"), "revisions"
        )
    months = sorted({row["period_end"] for row in found}, reverse=True)
    why = stood(found, numbers)
    seen = {cell: row["value"] for cell, row in why.items()}
    body = [
        (
            words.dates(it.lang, "month", at),
            [saw(seen, why.get((at, n), {}), at, n, numbers, it) for n in numbers],
        )
        for at in months
    ]
    heads = [say(it.lang, "quality.publication", number=n) for n in numbers]
    table = heat.table(heads, body, say(it.lang, "quality.month"), None, none)
    note = say(it.lang, "quality.revisions_note")
    title = revisions_title(seen, why, months, numbers, it)
    return card.card(name, title, table, it.view, note, "revisions")


def stood(found: list[dict[str, Any]], numbers: list[int]) -> dict:
    """What each publication showed: what changed has a row, and stands until the next.

    Returns:
        the row by month and publication.
    """
    seen: dict[tuple, dict[str, Any]] = {}
    for row in found:  # the older publications come first
        for number in numbers:
            if number >= row["publication_number"]:
                seen[row["period_end"], number] = row
    return seen


def moved(seen: dict, at: Any, number: int, numbers: list[int]) -> float | None:
    """By how much a publication changed a month, as a share of what was there."""
    earlier = [seen.get((at, n)) for n in numbers if n < number]
    before = next((value for value in reversed(earlier) if value is not None), None)
    now = seen.get((at, number))
    if before is None or now is None:
        return None
    return abs(now - before) / abs(before) if before else float(now != before)


def saw(
    seen: dict, row: dict, at: Any, number: int, numbers: list[int], it: Chosen
) -> heat.Cell:
    value = seen.get((at, number))
    if row.get("reason") == "withheld":
        return heat.Cell(
            SUPPRESSED, None, coded(it.lang, "reason", row["causes"]), "nil"
        )
    if value is None:
        return heat.Cell("", className="same")
    change = moved(seen, at, number, numbers)
    level = None if not change else min(0.2 + change * 8, 0.75)
    one = it.indicator
    text = valued(value, one["unit"], one["decimals"], it.lang)
    is_back = row["reason"] == "shown" and row["publication_number"] == number
    is_told = level is not None or is_back
    told = coded(it.lang, "revised", row["reason"]) if is_told else ""
    return heat.Cell(text, level, told)


def revisions_title(
    seen: dict, why: dict, months: list, numbers: list[int], it: Chosen
) -> str:
    """How many months changed, by how much, and why."""
    most = {
        at: max((moved(seen, at, n, numbers) or 0.0) for n in numbers) for at in months
    }
    revised = [at for at in months if most[at] > 0]
    if not revised:
        return say(
            it.lang,
            "quality.revisions_same",
            name=it.indicator["name"],
        )
    return say(
        it.lang,
        "quality.revisions",
        name=it.indicator["name"],
        revised=len(revised),
        why=causes(seen, why, numbers, it.lang),
        most=f"{plain(100 * max(most.values()), 1, 1)}%",
    )


def causes(seen: dict, why: dict, numbers: list[int], lang: str) -> str:
    """The reasons of what changed in the months that are shown, each once."""
    found = {
        row["reason"]: None
        for (at, number), row in why.items()
        if moved(seen, at, number, numbers)
    }
    comma = "、" if lang == "zh" else ", "
    return comma.join(coded(lang, "revised", reason) for reason in found)
