"""Rows in order: dots with intervals, or bars, their values written beside them."""

from dashboards.charts.marks import Mark
from dashboards.charts.theme import (
    ACCENT,
    GREY,
    INK,
    PALE,
    SHADES,
    TRACK,
    WARNING,
    Figure,
    figure,
    hover,
    line,
    note,
)

NAMED = 26  # more rows than this have no names of their own


def ranked(
    marks: list[Mark], reference: float | None = None, words: str = "",
    target: float | None = None, target_words: str = "",
) -> Figure:  # fmt: skip
    """Dots with their intervals, the first row on top.

    Args:
        reference: a value to compare with, as a thin line with its words.
        target: what is aimed at, as a dotted line with its words.
    """
    rows = list(range(len(marks)))
    notes, shapes = [], []
    for value, text, dash in (
        (reference, words, "solid"),
        (target, target_words, "dot"),
    ):
        if value is not None:
            shapes.append(
                line(value, -0.6, value, len(marks) - 0.4, line={"dash": dash})
            )
            notes.append(
                note(text, value, 1, yref="paper", yanchor="bottom", xanchor="center")
            )
    named = len(marks) <= NAMED
    keep = [at for at in rows if named or marks[at].is_ours]
    values = {"type": "scatter", "x": [None], "y": [0], "yaxis": "y2"}
    down = {"range": [len(marks) - 0.4, -0.6], "tickvals": keep}
    return figure(
        [
            intervals(marks, rows),
            dots(marks, rows, named),
            values | {"hoverinfo": "skip"},
        ],
        xaxis={"nticks": 4, "showgrid": True},
        yaxis={
            **down,
            "ticktext": [bold(marks[at], marks[at].label) for at in keep],
            "tickfont": {"color": INK, "size": 12},
        },
        # the values stand in a column of their own, aligned at the right
        yaxis2={
            **down,
            "overlaying": "y",
            "side": "right",
            "ticktext": [bold(marks[at], marks[at].text) for at in keep],
            "tickfont": {"color": INK, "size": 12},
        },
        annotations=notes,
        shapes=shapes,
        margin={"t": 20 if notes else 4, "r": 4, "b": 4},
    )


def bold(mark: Mark, text: str) -> str:
    return f"<b>{text}</b>" if mark.is_ours else text


def colour(mark: Mark) -> str:
    if mark.is_warned:
        return WARNING
    return ACCENT if mark.is_ours else GREY


def dots(marks: list[Mark], rows: list[int], named: bool) -> dict:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [mark.value for mark in marks],
        "y": rows,
        "hovertext": [mark.hover for mark in marks],
        "customdata": [mark.cell for mark in marks],
        "hovertemplate": hover(),
        "cliponaxis": False,
        "marker": {
            "size": 9 if named else 5,
            "color": [colour(mark) for mark in marks],
            "symbol": ["circle-open" if mark.is_hollow else "circle" for mark in marks],
        },
    }


def intervals(marks: list[Mark], rows: list[int]) -> dict:
    kept = [
        (at, m.value, m.low, m.high)
        for at, m in zip(rows, marks, strict=True)
        if m.low is not None and m.high is not None
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [value for _, value, *_ in kept],
        "y": [at for at, *_ in kept],
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [high - value for _, value, _, high in kept],
            "arrayminus": [value - low for _, value, low, _ in kept],
            "color": PALE,
            "thickness": 3,
            "width": 0,
        },
        "marker": {"size": 1, "color": PALE},
        "hoverinfo": "skip",
    }


def bars(marks: list[Mark], end: float | None = None) -> Figure:
    """Level bars; `end` draws a pale track that all of them could fill."""
    rows = list(range(len(marks)))
    most = end or max((mark.value for mark in marks), default=1) or 1
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "x": [mark.value for mark in marks],
            "y": rows,
            "hovertext": [mark.hover for mark in marks],
            "customdata": [mark.cell for mark in marks],
            "hovertemplate": hover(),
            "text": [mark.text for mark in marks],
            "textposition": "outside",
            "cliponaxis": False,
            "marker": {
                "color": [ACCENT if mark.is_ours else SHADES["grey"] for mark in marks]
            },
        }
    ]
    if end:
        track = {"type": "bar", "orientation": "h", "x": [end] * len(rows), "y": rows}
        traces.insert(0, track | {"marker": {"color": TRACK}, "hoverinfo": "skip"})
    return figure(
        traces,
        barmode="overlay",
        bargap=0.45,
        xaxis={"range": [0, most * 1.2], "visible": False},
        yaxis={
            "range": [len(marks) - 0.4, -0.6],
            "tickvals": rows,
            "ticktext": [bold(mark, mark.label) for mark in marks],
            "tickfont": {"color": INK, "size": 12},
        },
    )
