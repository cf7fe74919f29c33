"""The flow: from the counties of the insured to where they went."""

from typing import Any

from dash import html

from dashboards.charts.theme import ACCENT, FONT, GREY, INK, PALE, SMALL, Figure
from dashboards.components import card, crowd
from dashboards.flow.asked import INSIDE, Asked
from dashboards.numbers import plain
from dashboards.words import say

PAD = 10
NAMED = 12  # of a crowd of counties: bars that still have room for their names
REST = "rest"  # the counties that have no bar of their own
SHADE = {"other_county": "#e3c4a8", "outside": "#d9a679", "unknown": "#e5e7eb"}


def block(asked: Asked) -> html.Article:
    care = say(asked.lang, f"flow.care_{'visit' if asked.only_visits else asked.care}")
    note = say(asked.lang, "flow.note", what=asked.what, care=care)
    note += withheld(asked)
    return card.chart(
        "flow-stream", title(asked), figure(asked), asked.it.view, note, "stream"
    )


def withheld(asked: Asked) -> str:
    """What disclosure control leaves out: all stays, some cells, or nothing."""
    if asked.only_visits:
        return say(asked.lang, "flow.no_stays")
    return say(asked.lang, "flow.withheld") if asked.rows["withheld"].sum() else ""


def title(asked: Asked) -> str:
    whole = asked.total()
    most = max(asked.shown_places, key=asked.total)
    return say(
        asked.lang,
        "flow.inside",
        place=asked.it.division["name"],
        period=asked.it.period,
        value=f"{plain(asked.inside(), 1, 1)}%",
        what=asked.what,
        most=asked.place(most),
        share=f"{plain(100 * asked.total(most) / whole, 1, 1)}%" if whole else "–",
    )


def figure(asked: Asked) -> Figure:
    """A Sankey diagram; shades tell inside from outside, names stand at the bars."""
    ours = gathered(asked)
    counties = list(dict.fromkeys(r["division_code"] for r in ours))
    ends = asked.shown_places
    at = {name: number for number, name in enumerate([*counties, *ends])}
    links = [r for r in ours if r[asked.column]]
    whole = asked.total()
    return {
        "data": [
            {
                "type": "sankey",
                "arrangement": "fixed",
                "valueformat": ",.0f",
                "textfont": {"family": FONT, "size": SMALL, "color": INK},
                "node": nodes(asked, ours, counties, ends, whole),
                "link": {
                    "source": [at[r["division_code"]] for r in links],
                    "target": [at[r["place"]] for r in links],
                    "value": [float(r[asked.column]) for r in links],
                    "color": [SHADE.get(r["place"], shade(r["place"])) for r in links],
                    "hoverlabel": {"bgcolor": "#ffffff"},
                    "customdata": [asked.written(r[asked.column]) for r in links],
                    "hovertemplate": "%{source.label} → %{target.label}<br>"
                    "<b>%{customdata}</b><extra></extra>",
                },
            }
        ],
        "layout": {
            "font": {"family": FONT, "size": SMALL, "color": INK},
            "margin": {"l": 4, "r": 4, "t": 12, "b": 12},
            "paper_bgcolor": "rgba(0,0,0,0)",
        },
    }


def shade(place: str) -> str:
    return (
        "#b9dad5"
        if place == "primary"
        else "#d5e6e3"
        if place == "county_hospital"
        else PALE
    )


def gathered(asked: Asked) -> list[dict[str, Any]]:
    """The chosen division's rows; of very many counties the small ones together."""
    sizes: dict[str, float] = {}
    for row in asked.ours:
        amount = float(row[asked.column] or 0)
        sizes[row["division_code"]] = sizes.get(row["division_code"], 0.0) - amount
    large = set(crowd.shown(list(sizes), asked.it.code, sizes.get, NAMED))
    rest: dict[str, dict[str, Any]] = {}
    for row in asked.ours:
        if row["division_code"] not in large:
            one = {"division_code": REST, "place": row["place"], asked.column: 0}
            mine = rest.setdefault(row["place"], one)
            mine[asked.column] += row[asked.column] or 0
    return [r for r in asked.ours if r["division_code"] in large] + list(rest.values())


def nodes(
    asked: Asked, ours: list[dict], counties: list[str], ends: list[str], whole: float
) -> dict[str, Any]:
    every = len({row["division_code"] for row in asked.ours})
    others = say(asked.lang, "crowd.others", count=every - len(counties) + 1)
    labels = [
        others if code == REST else asked.names.get(code, code) for code in counties
    ]
    for place in ends:
        part = f"{plain(100 * asked.total(place) / whole, 1, 1)}%" if whole else ""
        labels.append(f"{asked.place(place)} {part}")
    colours = [ACCENT if len(counties) == 1 else GREY for _ in counties]
    colours += [ACCENT if place in INSIDE else "#a34a08" for place in ends]
    amounts = [
        asked.total(rows=[r for r in ours if r["division_code"] == code])
        for code in counties
    ] + [asked.total(place) for place in ends]
    heights = [*levels(amounts[: len(counties)]), *levels(amounts[len(counties) :])]
    return {
        "label": labels,
        "color": colours,
        "x": [0.001] * len(counties) + [0.999] * len(ends),
        "y": heights,
        "pad": PAD,
        "thickness": 8,
        "line": {"width": 0},
        "align": "left",
        "hoverlabel": {"bgcolor": "#ffffff"},
        "customdata": [asked.written(amount) for amount in amounts],
        "hovertemplate": "%{label}<br><b>%{customdata}</b><extra></extra>",
    }


def levels(amounts: list[float]) -> list[float]:
    """Where the middle of each bar stands, from the top, with gaps between them.

    Plotly would order the bars by itself; these stand as they are told.
    """
    whole = sum(amounts) or 1.0
    gap = PAD / 400
    room = max(1 - gap * (len(amounts) - 1), 0.2)
    found, start = [], 0.0
    for amount in amounts:
        height = amount / whole * room
        found.append(min(max(start + height / 2, 0.001), 0.999))
        start += height + gap
    return found
