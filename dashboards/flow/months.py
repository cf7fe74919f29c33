"""How the shares moved, month by month."""

from typing import Any

from dash import html

from dashboards import words
from dashboards.charts import lines
from dashboards.charts.marks import Line, Point
from dashboards.components import card
from dashboards.flow.asked import INSIDE, Asked
from dashboards.numbers import plain
from dashboards.warehouse import flows, records
from dashboards.words import say

Series = dict[Any, dict[str, float]]


GROUPS = {
    "inside": INSIDE, "other_county": ("other_county",), "outside": ("outside",),
}  # fmt: skip


def block(asked: Asked) -> html.Article:
    series = shares(asked)
    found = [
        Line(
            label(name, asked),
            [point(at, series[at].get(name), asked) for at in series],
            name == "inside",
            f"{plain(latest(series, name), 1, 1)}%",
        )
        for name in GROUPS
    ]
    note = say(asked.lang, "flow.months_note", what=asked.what)
    figure = lines.lines(found)
    figure["layout"]["xaxis"] |= {"nticks": 5, "tickangle": 0}
    return card.chart(
        "flow-months", title(series, asked), figure, asked.it.view, note, "months"
    )


def label(name: str, asked: Asked) -> str:
    return say(asked.lang, f"flow.place_{name}")


def latest(series: Series, name: str) -> float | None:
    known = [parts[name] for parts in series.values() if name in parts]
    return known[-1] if known else None


def shares(asked: Asked) -> Series:
    """By month the share of each group in per cent; none where some is withheld."""
    it, care = asked.it, asked.care
    rows: dict[Any, list[dict[str, Any]]] = {}
    for row in records(flows.by_month(it.code, it.period_end, care)):
        rows.setdefault(row["month"], []).append(row)
    whole, inside = (
        monthly(asked, named, list(rows)) for named in (flows.WHOLES, flows.INSIDES)
    )
    found: Series = {}
    for at, parts in rows.items():
        known = {
            name: sum(row[asked.column] or 0 for row in parts if row["place"] in places)
            for name, places in GROUPS.items()
            if not any(row["withheld"] for row in parts if row["place"] in places)
        }
        if inside.get(at) is not None:
            known["inside"] = inside[at]
        all_of = whole.get(at)
        if all_of is None and not any(row["withheld"] for row in parts):
            all_of = sum(row[asked.column] or 0 for row in parts)
        found[at] = (
            {name: 100 * float(part) / all_of for name, part in known.items()}
            if all_of
            else {}
        )
    return found


def monthly(asked: Asked, named: flows.Named, months: list) -> dict[Any, float | None]:
    """What the chosen division's measures say of each month."""
    signed = named[asked.care].get(asked.column, ())
    if not months or not signed:
        return {}
    measures = flows.published_by_month(asked.it.code, min(months), max(months))
    return {at: flows.combined(measures, at, signed) for at in months}


def point(at: Any, value: float | None, asked: Asked) -> Point:
    when = words.dates(asked.lang, "month", at)
    told = say(asked.lang, "reason.suppressed") if value is None else ""
    return Point(at, value, f"{when}<br><b>{told or plain(value, 1, 1) + '%'}</b>")


def title(series: Series, asked: Asked) -> str:
    kept = {at: parts["inside"] for at, parts in series.items() if "inside" in parts}
    if not kept:
        return say(asked.lang, "flow.place_inside")
    first, final = min(kept), max(kept)
    return say(
        asked.lang,
        "flow.months",
        first=words.dates(asked.lang, "month", first),
        last=words.dates(asked.lang, "month", final),
        before=f"{plain(kept[first], 1, 1)}%",
        now=f"{plain(kept[final], 1, 1)}%",
    )
