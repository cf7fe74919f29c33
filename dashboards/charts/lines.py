"""Series over time: gaps stay gaps, lines are labelled at their ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from textwrap import wrap
from typing import Any

from dashboards.charts.marks import Line, Point
from dashboards.charts.theme import (
    ACCENT,
    GREY,
    INK,
    PALE,
    WARNING,
    Figure,
    Trace,
    figure,
    hover,
    line,
    note,
)

NARROW = 13  # characters of a label beside a line
MANY_YEARS = 6
HEIGHT = 160.0  # of the plotting area, in pixels; a guess that need not be exact


@dataclass(frozen=True)
class Level:
    """A level across the whole figure, or a part of its time, with its words."""

    value: float
    text: str
    dash: str = "solid"
    start: date | None = None
    end: date | None = None


def history(
    ours: Line,
    levels: list[Level],
    band: tuple[float, float] | None = None,
    context: Line | None = None,
) -> Figure:
    """One series with its levels: control limits as a band, the target as a line.

    Args:
        ours: the chosen series; points beyond the limits are drawn as diamonds.
        levels: centre, target; each is labelled at the right.
        band: between which limits chance alone moves the series.
        context: another series in grey, such as the prefecture's.
    """
    traces = [drawn(context)] if context else []
    traces += [*spread(ours), drawn(ours)]
    shapes = [strip(*band)] if band else []
    shapes += [across(level) for level in levels]
    notes = ends([one for one in (context, ours) if one])
    notes += [beside(level) for level in levels]
    return timed(traces, notes, shapes)


def lines(found: list[Line]) -> Figure:
    """Many series: the chosen in the accent above the others in grey."""
    ordered = sorted(found, key=lambda one: one.is_ours)
    return timed([drawn(one) for one in ordered], ends(ordered), [])


def timed(traces: list[Trace], notes: list[dict], shapes: list[dict]) -> Figure:
    return figure(
        traces,
        xaxis=times(x for trace in traces for x in trace["x"]),
        yaxis={"showgrid": True, "nticks": 5, "side": "left"},
        annotations=apart(notes, [y for trace in traces for y in reach(trace)]),
        shapes=shapes,
        margin={"t": 8, "r": room(notes), "b": 4},
    )


def times(moments: Iterable[str]) -> dict[str, Any]:
    """An axis of time; whole years are named as years, where their points stand.

    Args:
        moments: ISO dates, the last days of periods.
    """
    ends = sorted(set(moments))
    axis = {"type": "date", "tickformat": "%Y-%m", "nticks": 5, "tickangle": 0}
    if not ends or any(not end.endswith("-12-31") for end in ends):
        return axis
    shown = ends[:: -(-len(ends) // MANY_YEARS)]
    return axis | {"tickvals": shown, "ticktext": [end[:4] for end in shown]}


def reach(trace: Trace) -> list[float | None]:
    """Every height that a trace takes, its intervals too."""
    bars = trace.get("error_y")
    if not bars:
        return trace["y"]
    ups = [y + by for y, by in zip(trace["y"], bars["array"], strict=True)]
    downs = [y - by for y, by in zip(trace["y"], bars["arrayminus"], strict=True)]
    return ups + downs


def room(notes: list[dict]) -> int:
    """Pixels for the labels at the right: as wide as the widest of their lines."""
    said = [part for one in notes for part in one["text"].split("<br>")]
    plainly = [part.replace("<b>", "").replace("</b>", "") for part in said]
    widths = [sum(13 if ord(c) > 255 else 7 for c in part) for part in plainly]
    return 16 + max(widths, default=0)


def drawn(one: Line) -> Trace:
    colour = ACCENT if one.is_ours else GREY
    marks: dict[str, Any] = {
        "size": [9 if p.is_signal else 5 for p in one.points],
        "symbol": [symbol(p) for p in one.points],
        "color": [WARNING if p.is_warned else colour for p in one.points],
        # without it marks of several sizes are drawn pale
        "opacity": 1,
    }
    return {
        "type": "scatter",
        "mode": "lines+markers" if one.is_ours else "lines",
        "x": [p.at.isoformat() for p in one.points],
        "y": [p.value for p in one.points],
        "hovertext": [p.hover for p in one.points],
        "customdata": [p.cell for p in one.points],
        "hovertemplate": hover(),
        "connectgaps": False,
        "line": {
            "color": colour if one.is_ours else PALE,
            "width": 2 if one.is_ours else 1,
        },
        "marker": marks,
        "cliponaxis": False,
    }


def symbol(point: Point) -> str:
    shape = "diamond" if point.is_signal else "circle"
    return f"{shape}-open" if point.is_hollow else shape


def spread(one: Line) -> list[Trace]:
    """The interval of each point as a thin grey line."""
    kept = [
        (p.at, p.value, p.low, p.high)
        for p in one.points
        if p.value is not None and p.low is not None and p.high is not None
    ]
    if not kept:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [at.isoformat() for at, *_ in kept],
            "y": [value for _, value, *_ in kept],
            "error_y": {
                "type": "data",
                "symmetric": False,
                "array": [high - value for _, value, _, high in kept],
                "arrayminus": [value - low for _, value, low, _ in kept],
                "color": "#b9dad5",
                "thickness": 2,
                "width": 0,
            },
            "marker": {"size": 1, "color": "#b9dad5"},
            "hoverinfo": "skip",
        }
    ]


def strip(low: float, high: float) -> dict:
    return {
        "type": "rect", "xref": "paper", "x0": 0, "x1": 1, "y0": low, "y1": high,
        "layer": "below", "fillcolor": "#f3f5f7", "line": {"width": 0},
    }  # fmt: skip


def across(level: Level) -> dict:
    if level.start and level.end:
        ends_of = {"x0": level.start.isoformat(), "x1": level.end.isoformat()}
    else:
        ends_of = {"x0": 0, "x1": 1, "xref": "paper"}
    x0, x1 = ends_of.pop("x0"), ends_of.pop("x1")
    style = {
        "color": INK if level.dash == "dot" else GREY,
        "width": 1,
        "dash": level.dash,
    }
    return line(x0, level.value, x1, level.value, line=style, **ends_of)


def beside(level: Level) -> dict:
    return note(
        level.text, 1, level.value, xref="paper", xanchor="left", xshift=8,
        yanchor="middle", align="left",
    )  # fmt: skip


def ends(found: list[Line]) -> list[dict]:
    """Each line's name beside its last value."""
    notes = []
    for one in found:
        last = next((p for p in reversed(one.points) if p.value is not None), None)
        if last is None or not one.label:
            continue
        label = "<br>".join(wrap(one.label, NARROW))
        text = f"<b>{label}</b>" if one.is_ours else label
        shown = f"{text}<br>{one.text}" if one.text else text
        colour = ACCENT if one.is_ours else GREY
        notes.append(
            note(
                shown,
                1,
                last.value,
                xref="paper",
                xanchor="left",
                xshift=8,
                yanchor="middle",
                align="left",
                font={"color": colour, "size": 12},
            )
        )
    return notes


def apart(notes: list[dict], values: Iterable[float | None]) -> list[dict]:
    """Labels at the right that would lie on each other are pushed apart.

    Args:
        values: all that is drawn: what its span is in pixels tells how close labels
            are.
    """
    known = [value for value in values if value is not None]
    known += [one["y"] for one in notes]
    span = (max(known) - min(known)) if known else 0.0
    unit = (span or 1.0) / HEIGHT
    free = float("inf")
    for one in sorted(notes, key=lambda one: -one["y"]):
        half = 8 + 8 * one["text"].count("<br>")
        top = one["y"] / unit + half
        one["yshift"] = min(0.0, free - top)
        free = top + one["yshift"] - 2 * half
    return notes
