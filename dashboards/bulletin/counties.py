"""The counties' table: what the headlines are in each of them."""

from typing import Any

from dashboards.chosen import Chosen
from dashboards.components import cells, crowd
from dashboards.numbers import FLAGGED, SUPPRESSED, valued
from dashboards.warehouse import dictionary, origins, places, subjects
from dashboards.words import say

SHOWN = (
    "county_visit_ratio", "primary_care_visit_share", "signing_rate",
    "cost_per_visit", "reimbursement_rate", "bed_use_rate",
)  # fmt: skip


def table(it: Chosen) -> dict[str, Any]:
    """Heads and rows; no rows where there are no counties to compare."""
    lang = it.lang
    known = dictionary.with_values(lang)
    names = tuple(name for name in SHOWN if name in known)
    within = it.within["division_code"]
    found: dict[str, dict[str, dict]] = {}
    rows = subjects.across(
        names, within, it.geography, it.period_type, it.period_end, lang
    )
    for row in origins.with_flags(rows):
        found.setdefault(row["division_code"], {})[row["indicator_id"]] = row
    codes = crowd.shown(list(found), it.code, lambda code: size(found[code]))
    named = places.divisions(lang)
    heads = [say(lang, "bulletin.county")]
    heads += [headed(known[name], lang) for name in names]
    body = [
        [
            named[code]["name"],
            *(written(found[code].get(n), known[n], lang) for n in names),
        ]
        for code in codes
    ]
    note = say(lang, "bulletin.counties_note")
    note += crowd.note(list(found), "crowd.least_inside", lang)
    return {"heads": heads, "rows": body if len(body) > 1 else [], "note": note}


def size(rows: dict[str, dict]) -> float | None:
    return rows.get(SHOWN[0], {}).get("value")


def headed(one: dict[str, Any], lang: str) -> str:
    unit = cells.unit_of(one, lang)
    return f"{one['name']} ({unit})" if lang == "en" else f"{one['name']}（{unit}）"


def written(row: dict[str, Any] | None, one: dict[str, Any], lang: str) -> str:
    """A value, with a sign where checks doubt it, or why there is none."""
    if row is None or row["value"] is None:
        return SUPPRESSED if row and row["null_reason"] == "suppressed" else "–"
    text = valued(row["value"], one["unit"], min(one["decimals"], 1), lang)
    return f"{text} {FLAGGED}" if row["check_count"] else text
