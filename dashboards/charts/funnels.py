"""Whether places differ by more than chance: values against their size."""

from dashboards.charts.marks import Mark
from dashboards.charts.theme import (
    ACCENT,
    GREY,
    PALE,
    WARNING,
    Figure,
    figure,
    hover,
    line,
    note,
)


def funnel(
    marks: list[Mark], limits: dict[str, list[tuple[float, float, float]]],
    middle: float, words: str, x_title: str, is_smooth: bool = True,
) -> Figure:  # fmt: skip
    """Values over their denominators, within limits that narrow as places grow.

    Args:
        limits: name of a limit to its points: size, lower, upper.
        middle: the value of all together.
        x_title: what the horizontal axis counts.
        is_smooth: whether the limits follow from size alone; otherwise each place has
            its own, drawn as bars.
    """
    widest = max((mark.x or 0 for mark in marks), default=0)
    warned = [mark for mark in marks if mark.is_warned]
    named = [mark for mark in marks if mark.is_ours] + (warned if few(warned) else [])
    drawn = curves(limits) if is_smooth else bars(limits)
    dots = {
        "type": "scatter",
        "mode": "markers+text",
        "x": [mark.x for mark in marks],
        "y": [mark.value for mark in marks],
        "text": [mark.label if mark in named else "" for mark in marks],
        # a name at the right edge turns to the left
        "textposition": [
            "top left" if (mark.x or 0) > 0.85 * widest else "top center"
            for mark in marks
        ],
        "textfont": {"color": [shade(mark) for mark in marks]},
        "hovertext": [mark.hover for mark in marks],
        "customdata": [mark.cell for mark in marks],
        "hovertemplate": hover(),
        "cliponaxis": False,
        "marker": {
            "size": 9,
            "color": [shade(mark) for mark in marks],
            "symbol": ["diamond" if mark.is_warned else "circle" for mark in marks],
        },
    }
    return figure(
        [*drawn, dots],
        xaxis={
            "rangemode": "tozero",
            "nticks": 5,
            "tickformat": ",d",
            "title": {
                "text": x_title,
                "font": {"size": 12, "color": GREY},
                "standoff": 14,
            },
        },
        yaxis={"showgrid": True, "nticks": 5},
        shapes=[line(0, middle, 1, middle, xref="paper")],
        annotations=[
            note(words, 1, middle, xref="paper", xanchor="right", yanchor="bottom")
        ],
        margin={"t": 12, "r": 12, "b": 4},
    )


def few(marks: list[Mark]) -> bool:
    """So few that their names do not lie on each other."""
    return len(marks) <= 6


def shade(mark: Mark) -> str:
    if mark.is_ours:
        return ACCENT
    return WARNING if mark.is_warned else GREY


def curves(limits: dict[str, list[tuple[float, float, float]]]) -> list[dict]:
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [point[0] for point in points],
            "y": [point[side] for point in points],
            "line": {
                "color": GREY,
                "width": 1,
                "dash": "dot" if n == "95" else "solid",
            },
            "hoverinfo": "skip",
        }
        for n, points in limits.items()
        for side in (1, 2)
    ]


def bars(limits: dict[str, list[tuple[float, float, float]]]) -> list[dict]:
    """Thin for the wider limit, thick for the narrower."""
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [size for size, *_ in points],
            "y": [(low + high) / 2 for _, low, high in points],
            "error_y": {
                "type": "data",
                "array": [(high - low) / 2 for _, low, high in points],
                "color": PALE,
                "thickness": 6 if name == "95" else 2,
                "width": 0,
            },
            "marker": {"size": 1, "color": PALE},
            "hoverinfo": "skip",
        }
        for name, points in limits.items()
    ]
