"""Every county and every key group."""

from typing import Any

from dash import html

from dashboards.components import card, cells, crowd, heat
from dashboards.numbers import plain
from dashboards.signing.asked import GROUPS, RATE, Asked, group_id
from dashboards.words import say

HALF = 50
LOW = 30  # per cent: what is lower is as pale


def block(asked: Asked) -> html.Article:
    it, name = asked.it, "signing-table"
    rows: dict[str, dict[str, Any]] = {}
    for row in asked.counties:
        rows.setdefault(row["division_code"], {})[row["indicator_id"]] = row
    there = {row["indicator_id"] for row in asked.counties if row["value"] is not None}
    wanted = [(RATE, say(it.lang, "signing.all"))]
    wanted += [(group_id(g), say(it.lang, f"signing.group_{g}")) for g in GROUPS]
    wanted = [one for one in wanted if one[0] in there]
    if not wanted:
        text = say(it.lang, "empty.block_selection")
        return card.empty(name, say(it.lang, "signing.table"), text, "table")
    codes = crowd.shown(
        list(rows), it.code, lambda code: rows[code].get(RATE, {}).get("value")
    )
    body = [
        (
            next(iter(rows[code].values()))["name"],
            [cell(rows[code].get(key), asked) for key, _ in wanted],
        )
        for code in codes
    ]
    chosen = codes.index(it.code) if it.code in codes else None
    heads = [words for _, words in wanted]
    corner, label = say(it.lang, "signing.county"), say(it.lang, "signing.table")
    content = heat.table(heads, body, corner, chosen, label)
    note = say(it.lang, "signing.table_note")
    note += crowd.note(list(rows), "crowd.least_signed", it.lang)
    return card.card(name, title(asked, wanted), content, it.view, note, "table")


def title(asked: Asked, wanted: list[tuple[str, str]]) -> str:
    """The group that fewest counties reach half of."""
    low: dict[str, int] = {}
    for row in asked.counties:
        if row["value"] is not None and row["value"] < HALF:
            low[row["indicator_id"]] = low.get(row["indicator_id"], 0) + 1
    counties = len({row["division_code"] for row in asked.counties})
    if not low:
        return say(asked.lang, "signing.table_fine", count=counties)
    named = dict(wanted)
    worst = max(named, key=lambda key: low.get(key, 0))
    return say(
        asked.lang,
        "signing.table_title",
        count=counties,
        group=named[worst],
        low=low.get(worst, 0),
    )


def cell(row: dict[str, Any] | None, asked: Asked) -> heat.Cell:
    if row is None or row["value"] is None:
        return heat.Cell("–", None, cells.reason(row or {}, asked.lang))
    button = html.Button(
        plain(row["value"], 1, 1), type="button", className="number",
        **{"data-cell": cells.cell_id(row)},
    )  # fmt: skip
    content = [button, *cells.flag(row, asked.lang)]
    return heat.Cell(content, (row["value"] - LOW) / (100 - LOW))
