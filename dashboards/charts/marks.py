"""What the charts draw: marks, lines and parts, with their words already made."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Mark:
    """One value: where it is, what stands beside it, what hovering tells.

    Args:
        cell: the name of the value in an address; a click opens its origin.
        low, high: its interval.
        is_ours: the one that was chosen; everything else is context.
        is_hollow: provisional or partial.
    """

    label: str
    value: float
    text: str = ""
    hover: str = ""
    cell: str = ""
    low: float | None = None
    high: float | None = None
    x: float | None = None
    is_ours: bool = False
    is_hollow: bool = False
    is_warned: bool = False


@dataclass(frozen=True)
class Point:
    """One moment of a series; a missing value is a gap, never zero.

    Args:
        is_signal: beyond the control limits: drawn as a diamond.
        is_warned: moving for the worse beyond chance.
    """

    at: date
    value: float | None
    hover: str = ""
    cell: str = ""
    low: float | None = None
    high: float | None = None
    is_hollow: bool = False
    is_warned: bool = False
    is_signal: bool = False


@dataclass(frozen=True)
class Line:
    """A series with the label at its end."""

    label: str
    points: list[Point] = field(default_factory=list)
    is_ours: bool = False
    text: str = ""


@dataclass(frozen=True)
class Part:
    """A part of a bar; `shade` is one of theme.SHADES."""

    bar: str
    name: str
    value: float
    text: str
    hover: str
    shade: str
    cell: str = ""
