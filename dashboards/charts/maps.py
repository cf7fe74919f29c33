"""A schematic map: one square a place, dark for high, with its name and value."""

from math import ceil, sqrt

from dashboards.charts.marks import Mark
from dashboards.charts.theme import INK, PALE, STEPS, Figure, figure, hover


def tiles(marks: list[Mark], cells: dict[str, tuple[int, int]] | None = None) -> Figure:
    """One square a place.

    Args:
        marks: in the order in which squares are laid out, row by row.
        cells: column and row of each label, where a real layout is known.
    """
    across = ceil(sqrt(len(marks) * 1.4)) or 1
    at = [
        (cells or {}).get(mark.label) or (number % across, number // across)
        for number, mark in enumerate(marks)
    ]
    down = max((row for _, row in at), default=0) + 1
    wide = max((column for column, _ in at), default=0) + 1
    shade = shades([mark.value for mark in marks])
    named = len(marks) <= 40
    shapes = [
        square(column, row, shade(mark.value), mark.is_ours)
        for mark, (column, row) in zip(marks, at, strict=True)
    ]
    words = {
        "type": "scatter",
        "mode": "text",
        "x": [column for column, _ in at],
        "y": [row for _, row in at],
        "text": [
            f"{mark.label.replace(' ', '<br>')}<br>{mark.text}" if named else mark.label
            for mark in marks
        ],
        "textfont": {
            "size": 12 if named else 8,
            "color": [ink(shade(mark.value)) for mark in marks],
        },
        "hovertext": [mark.hover for mark in marks],
        "customdata": [mark.cell for mark in marks],
        "hovertemplate": hover(),
    }
    return figure(
        [words],
        xaxis={"range": [-0.52, wide - 0.48], "visible": False},
        yaxis={"range": [down - 0.48, -0.52], "visible": False},
        shapes=shapes,
        margin={"t": 4, "r": 4, "l": 4, "b": 4},
    )


def shades(values: list[float]):
    """A function from a value to one of the steps of one hue; none is pale grey."""
    known = [value for value in values if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    span = (high - low) or 1.0

    def shade(value: float | None) -> str:
        if value is None:
            return "#ffffff"
        return STEPS[min(int((value - low) / span * len(STEPS)), len(STEPS) - 1)]

    return shade


def ink(fill: str) -> str:
    return "#ffffff" if fill in STEPS[3:] else INK


def square(column: int, row: int, fill: str, is_ours: bool) -> dict:
    return {
        "type": "rect", "x0": column - 0.46, "x1": column + 0.46,
        "y0": row - 0.46, "y1": row + 0.46, "layer": "below", "fillcolor": fill,
        "line": {"color": INK if is_ours else (PALE if fill == "#ffffff" else fill),
                 "width": 3 if is_ours else 1},
    }  # fmt: skip
