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


def block(asked: Asked) -> html.Article:
    series = shares(asked)
    grouped = {
        "inside": INSIDE, "other_county": ("other_county",), "outside": ("outside",),
    }  # fmt: skip
    found = [
        Line(
            label(name, asked),
            [point(at, series[at], parts, asked) for at in series],
            name == "inside",
            f"{plain(sum(last(series).get(part, 0) for part in parts), 1, 1)}%",
        )
        for name, parts in grouped.items()
    ]
    note = say(asked.lang, "flow.months_note", what=asked.what)
    figure = lines.lines(found)
    figure["layout"]["xaxis"] |= {"nticks": 5, "tickangle": 0}
    return card.chart(
        "flow-months", title(series, asked), figure, asked.it.view, note, "months"
    )


def label(name: str, asked: Asked) -> str:
    return say(asked.lang, f"flow.place_{name}")


def last(series: Series) -> dict[str, float]:
    return series[max(series)] if series else {}


def shares(asked: Asked) -> Series:
    """By month: the share of each place in per cent."""
    found: Series = {}
    for row in records(flows.by_month(asked.it.code, asked.it.period_end, asked.care)):
        found.setdefault(row["month"], {})[row["place"]] = float(row[asked.column] or 0)
    return {
        at: {place: 100 * value / sum(parts.values()) for place, value in parts.items()}
        for at, parts in found.items()
        if sum(parts.values())
    }


def point(
    at: Any, parts: dict[str, float], wanted: tuple[str, ...], asked: Asked
) -> Point:
    value = sum(parts.get(place, 0) for place in wanted)
    when = words.dates(asked.lang, "month", at)
    return Point(at, value, f"{when}<br><b>{plain(value, 1, 1)}%</b>")


def title(series: Series, asked: Asked) -> str:
    if not series:
        return say(asked.lang, "flow.place_inside")
    first, final = min(series), max(series)
    kept = {
        at: sum(series[at].get(place, 0) for place in INSIDE) for at in (first, final)
    }
    return say(
        asked.lang,
        "flow.months",
        first=words.dates(asked.lang, "month", first),
        last=words.dates(asked.lang, "month", final),
        before=f"{plain(kept[first], 1, 1)}%",
        now=f"{plain(kept[final], 1, 1)}%",
    )
