"""How counties compare: in order, against chance, side by side."""

from textwrap import shorten
from typing import Any

from dash import html

from dashboards.charts import funnels, maps, ranks
from dashboards.charts.marks import Mark
from dashboards.chosen import Chosen
from dashboards.components import card, cells
from dashboards.indicator.past import doubts, written
from dashboards.words import coded, say


def mark(row: dict[str, Any], it: Chosen, **more: Any) -> Mark:
    said = [f"<b>{row['name']}</b> {written(row['value'], it)}"]
    if row["lower_95"] is not None:
        low, high = (written(row[n], it, False) for n in ("lower_95", "upper_95"))
        said.append(f"95%: {low}–{high}")
    if row.get("verdict_on_higher"):
        said.append(coded(it.lang, "verdict_on", row["verdict_on_higher"]))
    said += doubts(row, it)
    plainly: dict[str, Any] = {
        "label": row["name"], "value": row["value"],
        "text": written(row["value"], it, False), "hover": "<br>".join(said),
        "cell": cells.cell_id(row), "low": row["lower_95"], "high": row["upper_95"],
        "is_ours": row["division_code"] == it.code,
        "is_hollow": bool(row["is_provisional"]),
    }  # fmt: skip
    return Mark(**(plainly | more))


def ranked(rows: list[dict[str, Any]], it: Chosen) -> html.Article:
    known = [row for row in rows if row["value"] is not None]
    if not known:
        text = say(it.lang, "indicator.none_reported")
        return card.empty("indicator-ranked", it.indicator["name"], text, "ranked")
    together = known[0].get("higher_value")
    said = say(it.lang, "indicator.together", value=written(together, it, False))
    figure = ranks.ranked([mark(row, it) for row in known], together, said)
    note = say(it.lang, "indicator.ranked_note")
    return card.chart(
        "indicator-ranked", title(known, it), figure, it.view, note, "ranked"
    )


def title(known: list[dict[str, Any]], it: Chosen) -> str:
    ours = next((row for row in known if row["division_code"] == it.code), None)
    if ours and ours.get("peer_rank"):
        verdict = coded(it.lang, "verdict_on", ours["verdict_on_higher"])
        return say(
            it.lang, "indicator.ranked_ours", place=ours["name"], count=ours["peers"],
            rank=ours["peer_rank"], verdict=verdict,
        )  # fmt: skip
    # the best comes first: of what should fall that is the lowest
    ways = [say(it.lang, f"indicator.way_{name}") for name in ("up", "down")]
    way, other = ways if known[0]["value"] >= known[-1]["value"] else ways[::-1]
    return say(
        it.lang, "indicator.ranked", way=way, other=other, first=known[0]["name"],
        best=written(known[0]["value"], it), last=known[-1]["name"],
        worst=written(known[-1]["value"], it),
    )  # fmt: skip


def funnel(rows: list[dict[str, Any]], it: Chosen) -> html.Article:
    lang = it.lang
    known = [row for row in rows if row.get("funnel_lower_95") is not None]
    known = [row for row in known if row["value"] is not None and row["denominator"]]
    if not known:
        text = say(lang, "indicator.funnel_none_text")
        said = say(lang, "indicator.funnel_none")
        return card.empty("indicator-funnel", said, text, "funnel")
    outside = [row for row in known if row["funnel_position"] != "inside"]
    smooth = known[0]["interval_method"] in ("wilson", "byar")
    figure = funnels.funnel(
        [
            mark(row, it, x=row["denominator"], is_warned=row in outside)
            for row in known
        ],
        limits_of(known),
        known[0]["higher_value"],
        say(
            lang,
            "indicator.together",
            value=written(known[0]["higher_value"], it, False),
        ),
        shorten(it.indicator["denominator"] or "", 64, placeholder="…"),
        smooth,
    )
    heading = say(lang, "indicator.funnel", count=len(known), outside=len(outside))
    note = say(lang, f"indicator.funnel_{'note' if smooth else 'own'}")
    return card.chart("indicator-funnel", heading, figure, it.view, note, "funnel")


def limits_of(known: list[dict[str, Any]]) -> dict[str, list[tuple]]:
    """Size, lower and upper limit of each county, the small first."""
    sized = sorted(known, key=lambda row: row["denominator"])
    return {
        name: [
            (
                row["denominator"],
                row[f"funnel_lower_{name}"],
                row[f"funnel_upper_{name}"],
            )
            for row in sized
        ]
        for name in ("998", "95")
    }


def schematic(rows: list[dict[str, Any]], it: Chosen) -> html.Article:
    known = [row["value"] for row in rows if row["value"] is not None]
    ordered = sorted(rows, key=lambda row: row["division_code"])
    if not known:
        text = say(it.lang, "indicator.none_reported")
        return card.empty("indicator-map", it.indicator["name"], text, "map")
    heading = say(
        it.lang,
        "indicator.map",
        low=written(min(known), it),
        high=written(max(known), it),
    )
    figure = maps.tiles([mark(row, it, label=short(row["name"])) for row in ordered])
    note = say(it.lang, "indicator.map_note")
    return card.chart("indicator-map", heading, figure, it.view, note, "map")


def short(name: str) -> str:
    """A county's name without its end, where that only says what it is."""
    for end in (" county", " district", " city", " banner"):
        name = name.removesuffix(end)
    return name[:-1] if len(name) > 2 and name[-1] in "县旗市区" else name
