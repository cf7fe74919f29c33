"""One look for every figure: white ground, one ink, greys, one accent, one warning.

A figure is a plain dict, as Plotly's browser side reads it: to build and check
`go.Figure` objects costs more than the queries behind a page.
"""

from typing import Any

INK, GREY, PALE, LINE, TRACK = "#1f2937", "#5b6472", "#cbd2da", "#e5e7eb", "#f1f3f5"
ACCENT, WARNING = "#0f766e", "#a34a08"
SHADES = {
    "accent": ACCENT, "dark": "#4b5563", "grey": "#9aa3af", "pale": PALE,
    "light": "#e2e6ea", "faint": "#f1f3f5",
}  # fmt: skip
# one hue from light to dark, for shares and levels
STEPS = ("#e6f1ef", "#b9dad5", "#7fbab2", "#3d938a", "#0f766e", "#0a4f4a")
FONT = '"Noto Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif'
SMALL = 12

Figure = dict[str, Any]
Trace = dict[str, Any]


def figure(data: list[Trace], **layout: Any) -> Figure:
    """A calm figure: what the caller does not say of an axis or margin is quiet."""
    axes = {name: axis(**layout.pop(name, {})) for name in axes_of(layout)}
    margin = {"l": 0, "r": 8, "t": 8, "b": 4, **layout.pop("margin", {})}
    return {
        "data": data,
        "layout": {
            "font": {"family": FONT, "size": SMALL, "color": INK},
            "margin": margin,
            "showlegend": False,
            "hoverlabel": HOVER,
            "hovermode": "closest",
            "dragmode": False,
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            **axes,
            **layout,
        },
    }


def axes_of(layout: dict) -> list[str]:
    """The axes that a layout names; the first two are always there."""
    named = [name for name in layout if name.startswith(("xaxis", "yaxis"))]
    return list(dict.fromkeys(["xaxis", "yaxis", *named]))


def axis(**more: Any) -> dict[str, Any]:
    return {
        "fixedrange": True,
        "zeroline": False,
        "showline": False,
        "showgrid": False,
        "gridcolor": LINE,
        "ticks": "",
        "automargin": True,
        "tickfont": {"color": GREY, "size": SMALL},
        "ticklabelstandoff": 4,
        **more,
    }


HOVER = {
    "bgcolor": "#ffffff",
    "bordercolor": GREY,
    "align": "left",
    "font": {"family": FONT, "size": SMALL, "color": INK},
}


def note(text: str, x: Any, y: Any, **more: Any) -> dict[str, Any]:
    """Words in a figure, no arrow, in grey unless said otherwise."""
    return {
        "text": text, "x": x, "y": y, "showarrow": False, "borderpad": 0,
        "font": {"color": GREY, "size": SMALL}, **more,
    }  # fmt: skip


def line(x0: Any, y0: Any, x1: Any, y1: Any, **more: Any) -> dict[str, Any]:
    """A straight line of a figure's ground."""
    return {
        "type": "line", "x0": x0, "y0": y0, "x1": x1, "y1": y1, "layer": "below",
        "line": {"color": GREY, "width": 1, **more.pop("line", {})}, **more,
    }  # fmt: skip


def hover(text: str = "%{hovertext}") -> str:
    return f"{text}<extra></extra>"
