"""How a crowd of places moves: its tenths as bands, one place as a line."""

from datetime import date

from dashboards.charts.lines import apart, drawn, ends, room, times
from dashboards.charts.marks import Line
from dashboards.charts.theme import GREY, Figure, Trace, figure, note

FILLS = ("#eef0f3", "#e2e6ea", "#d3d9df")


def bands(
    at: list[date], tenths: dict[int, list[float | None]], ours: Line, words: str
) -> Figure:
    """Bands from the 1st to the 9th tenth, the median as a line.

    Args:
        tenths: the 1st to the 9th tenth (1 … 9) at each moment.
        ours: the place that is held against the crowd.
        words: what the bands are.
    """
    when = [moment.isoformat() for moment in at]
    traces: list[Trace] = []
    for low, high, fill in zip((1, 2, 3), (9, 8, 7), FILLS, strict=True):
        hidden = {"type": "scatter", "mode": "lines", "x": when, "hoverinfo": "skip",
                  "line": {"width": 0}}  # fmt: skip
        traces.append(hidden | {"y": tenths[low]})
        traces.append(
            hidden | {"y": tenths[high], "fill": "tonexty", "fillcolor": fill}
        )
    traces.append(
        {"type": "scatter", "mode": "lines", "x": when, "y": tenths[5],
         "hoverinfo": "skip", "line": {"color": GREY, "width": 1}}
    )  # fmt: skip
    # beside the crowd a plain line: what is beyond chance stands in the history
    traces.append(drawn(ours) | {"mode": "lines"})
    median = next((value for value in reversed(tenths[5]) if value is not None), 0)
    notes = [
        *ends([ours]),
        note(words, 1, median, xref="paper", xanchor="left", xshift=8, yanchor="middle",
             align="left"),
    ]  # fmt: skip
    return figure(
        traces,
        xaxis=times(when) | {"nticks": 4},
        yaxis={"nticks": 5},
        annotations=apart(notes, [y for trace in traces for y in trace["y"]]),
        margin={"t": 8, "r": room(notes), "b": 4},
    )
