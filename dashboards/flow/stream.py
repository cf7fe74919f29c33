"""The flow: from the counties of the insured to where they went."""

from typing import Any

from dash import html

from dashboards.charts.theme import ACCENT, FONT, GREY, INK, PALE, SMALL, Figure
from dashboards.components import card, crowd
from dashboards.flow.asked import INSIDE, Asked
from dashboards.numbers import plain
from dashboards.warehouse import flows
from dashboards.words import say

PAD = 10
NAMED = 12  # of a crowd of counties: bars that still have room for their names
REST = "rest"  # the counties that have no bar of their own
SHADE = {
    "other_county": "#e3c4a8", "outside": "#d9a679", "unknown": "#e5e7eb",
    flows.WITHHELD: "#eef0f3",
}  # fmt: skip
END = dict.fromkeys(INSIDE, ACCENT) | {flows.WITHHELD: GREY}


def block(asked: Asked) -> html.Article:
    care = say(asked.lang, f"flow.care_{asked.care}")
    note = say(asked.lang, "flow.note", what=asked.what, care=care)
    note += withheld(asked)
    return card.chart(
        "flow-stream", title(asked), figure(asked), asked.it.view, note, "stream"
    )


def withheld(asked: Asked) -> str:
    """What disclosure control leaves out, and where it is drawn."""
    if not asked.is_partial(flows.PLACES):
        return ""
    known = "flow.withheld" if asked.whole() else "flow.whole_withheld"
    return say(asked.lang, known)


def title(asked: Asked) -> str:
    inside = asked.inside()
    places = [place for place in asked.shown_places if place != flows.WITHHELD]
    most = max(places, key=asked.amount)
    return say(
        asked.lang,
        "flow.inside" if inside is not None else "flow.inside_withheld",
        place=asked.it.division["name"],
        period=asked.it.period,
        value=f"{plain(inside, 1, 1)}%",
        what=asked.what,
        most=asked.place(most),
        share=asked.share(most) or "–",
    )


def figure(asked: Asked) -> Figure:
    """A Sankey diagram; shades tell inside from outside, names stand at the bars."""
    ours = gathered(asked)
    counties = list(dict.fromkeys(r["division_code"] for r in ours))
    ends = [place for place in asked.shown_places if asked.amount(place)]
    at = {name: number for number, name in enumerate([*counties, *ends])}
    links = [r for r in ours if r[asked.column]]
    return {
        "data": [
            {
                "type": "sankey",
                "arrangement": "fixed",
                "valueformat": ",.0f",
                "textfont": {"family": FONT, "size": SMALL, "color": INK},
                "node": nodes(asked, ours, counties, ends),
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
    for row in asked.of():
        amount = float(row[asked.column] or 0)
        sizes[row["division_code"]] = sizes.get(row["division_code"], 0.0) - amount
    large = set(crowd.shown(list(sizes), asked.it.code, sizes.get, NAMED))
    rest: dict[str, dict[str, Any]] = {}
    for row in asked.of():
        if row["division_code"] not in large:
            one = {"division_code": REST, "place": row["place"], asked.column: 0}
            mine = rest.setdefault(row["place"], one)
            mine[asked.column] += row[asked.column] or 0
    return [r for r in asked.of() if r["division_code"] in large] + list(rest.values())


def nodes(
    asked: Asked, ours: list[dict], counties: list[str], ends: list[str]
) -> dict[str, Any]:
    every = len({row["division_code"] for row in asked.of()})
    others = say(asked.lang, "crowd.others", count=every - len(counties) + 1)
    labels = [
        others if code == REST else asked.names.get(code, code) for code in counties
    ]
    labels += [f"{asked.place(place)} {asked.share(place)}" for place in ends]
    colours = [ACCENT if len(counties) == 1 else GREY for _ in counties]
    colours += [END.get(place, "#a34a08") for place in ends]
    sizes = dict.fromkeys(counties, 0.0)
    for row in ours:
        sizes[row["division_code"]] += float(row[asked.column] or 0)
    amounts = [*sizes.values(), *(asked.amount(place) for place in ends)]
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
