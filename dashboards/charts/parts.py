"""Parts of a whole: bars cut into shares that name themselves."""

from dashboards.charts.marks import Part
from dashboards.charts.theme import GREY, INK, SHADES, Figure, figure, hover, note

WIDE = 15  # per cent of a bar: from here on a name fits inside


def stacked(parts: list[Part]) -> Figure:
    """Bars of parts of a whole; a part names itself, inside or just outside."""
    bars = list(dict.fromkeys(part.bar for part in parts))
    names = list(dict.fromkeys(part.name for part in parts))
    traces = [share([p for p in parts if p.name == name], bars) for name in names]
    notes = [one for bar in bars for one in outside(parts, bar, bars.index(bar))]
    last = len(bars) - 1
    return figure(
        traces,
        barmode="stack",
        bargap=0.36,
        annotations=notes,
        xaxis={"range": [0, 100], "visible": False},
        yaxis={
            "range": [last + 0.62, -0.62],
            "tickvals": list(range(len(bars))),
            "ticktext": bars,
            "tickfont": {"color": INK, "size": 12},
        },
        margin={"r": 1},
    )


def share(these: list[Part], bars: list[str]) -> dict:
    """One part over all bars."""
    dark = these[0].shade in ("accent", "dark")
    return {
        "type": "bar",
        "orientation": "h",
        "x": [part.value for part in these],
        "y": [bars.index(part.bar) for part in these],
        "text": [
            f"{p.name}<br><b>{p.text}</b>" if p.value >= WIDE else "" for p in these
        ],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"color": "#ffffff" if dark else INK},
        "marker": {
            "color": SHADES[these[0].shade],
            "line": {"color": "#ffffff", "width": 1},
        },
        "hovertext": [part.hover for part in these],
        "customdata": [part.cell for part in these],
        "hovertemplate": hover(),
    }


def outside(parts: list[Part], bar: str, at: int) -> list[dict]:
    """Narrow parts are named above the first bar, below the others."""
    notes, start = [], 0.0
    for part in (one for one in parts if one.bar == bar):
        if 0 < part.value < WIDE:
            far = start + part.value > 50
            notes.append(
                note(
                    f"{part.name} {part.text}",
                    start + part.value if far else start + part.value / 2,
                    at - 0.34 if at == 0 else at + 0.34,
                    xanchor="right" if far else "center",
                    yanchor="bottom" if at == 0 else "top",
                    font={"color": GREY, "size": 12},
                )
            )
        start += part.value
    return notes
