"""Bars of shares, one a year: wide parts say their size inside, narrow ones beside."""

from dashboards.charts.marks import Part
from dashboards.charts.theme import GREY, INK, SHADES, Figure, figure, hover, note

WIDE = 14  # per cent of a bar: from here on a size fits inside


def stack(parts: list[Part], room: int) -> Figure:
    """A bar a year, the newest on top; names stand once, above the first bar.

    Args:
        room: pixels at the right, for the parts that are too narrow for words.
    """
    bars = list(dict.fromkeys(part.bar for part in parts))
    names = list(dict.fromkeys(part.name for part in parts))
    traces = [trace([p for p in parts if p.name == name], bars) for name in names]
    notes = heads([p for p in parts if p.bar == bars[0]])
    notes += [one for at, bar in enumerate(bars) for one in beside(parts, bar, at)]
    return figure(
        traces,
        barmode="stack",
        bargap=0.32,
        annotations=notes,
        xaxis={"range": [0, 100], "visible": False},
        yaxis={
            "range": [len(bars) - 0.5, -0.5],
            "tickvals": list(range(len(bars))),
            "ticktext": bars,
            "tickfont": {"color": INK, "size": 12},
        },
        margin={"t": 18, "r": room, "b": 4},
    )


def trace(these: list[Part], bars: list[str]) -> dict:
    dark = these[0].shade in ("accent", "dark")
    return {
        "type": "bar",
        "orientation": "h",
        "x": [part.value for part in these],
        "y": [bars.index(part.bar) for part in these],
        "text": [part.text if part.value >= WIDE else "" for part in these],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"color": "#ffffff" if dark else INK, "size": 12},
        "marker": {
            "color": SHADES[these[0].shade],
            "line": {"color": "#ffffff", "width": 1},
        },
        "hovertext": [part.hover for part in these],
        "customdata": [part.cell for part in these],
        "hovertemplate": hover(),
    }


def heads(first: list[Part]) -> list[dict]:
    """The names of the wide parts, above the first bar."""
    found, start = [], 0.0
    for part in first:
        if part.value >= WIDE:
            found.append(
                note(part.name, start + part.value / 2, 1, yref="paper",
                     yanchor="bottom", yshift=2)
            )  # fmt: skip
        start += part.value
    return found


def beside(parts: list[Part], bar: str, at: int) -> list[dict]:
    """The narrow parts of a bar, in words at its right."""
    narrow = [p for p in parts if p.bar == bar and 0 < p.value < WIDE]
    if not narrow:
        return []
    text = "<br>".join(f"{p.name} {p.text}" for p in narrow)
    font = {"color": GREY, "size": 11}
    place = {"xref": "paper", "xanchor": "left", "xshift": 6, "align": "left"}
    return [note(text, 1, at, font=font, **place)]
