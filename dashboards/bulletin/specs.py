"""Charts as Vega-Lite, drawn to SVG without a browser, in the dashboard's look."""

from typing import Any

from dashboards.charts.theme import ACCENT, FONT, GREY, INK, LINE, PALE

# the dashboard's, and the one that comes with us for the PDF
FONTS = FONT.replace("sans-serif", '"Noto Sans CJK TC",sans-serif')
WIDTH, HEIGHT, ROW = 360, 208, 15
CONFIG = {
    "font": FONTS,
    "background": None,
    "view": {"stroke": None},
    "axis": {
        "labelColor": GREY,
        "titleColor": GREY,
        "domain": False,
        "ticks": False,
        "gridColor": LINE,
        "labelFontSize": 11,
        "title": None,
        "labelPadding": 6,
    },
}
LEGEND = {
    "orient": "top",
    "title": None,
    "symbolType": "square",
    "symbolSize": 64,
    "labelColor": GREY,
    "columns": 5,
    "columnPadding": 8,
    "offset": 4,
}
Spec = dict[str, Any]


def svg(spec: Spec) -> str:
    """Draw; words stay words, so that they can be read aloud and searched."""
    import vl_convert  # noqa: PLC0415

    from dashboards.bulletin.fonts import folders  # noqa: PLC0415

    for folder in folders():
        vl_convert.register_font_directory(str(folder))
    whole = {
        "width": WIDTH,
        "height": HEIGHT,
        "config": CONFIG,
        "padding": {"left": 2, "right": 4, "top": 4, "bottom": 2},
        "autosize": {"type": "fit", "contains": "padding"},
        **spec,
    }
    made = vl_convert.vegalite_to_svg(whole)
    return made.replace("<svg ", '<svg xml:lang="zh-CN" ', 1)


def quantity(field: str = "value", ticks: int = 4, **scale: Any) -> Spec:
    return {
        "field": field,
        "type": "quantitative",
        "scale": scale or {"zero": False},
        "axis": {"tickCount": ticks},
    }


def names() -> Spec:
    """A row a place, in the order of the data."""
    axis = {"grid": False, "labelColor": INK, "labelLimit": 120}
    return {"field": "name", "type": "nominal", "sort": None, "axis": axis}


def line(data: list[Spec], target: float | None, text: str) -> Spec:
    """A series; its last point is marked and says its value.

    Args:
        data: rows of `at` and `value`.
    """
    months = {"format": "%Y-%m", "grid": False, "tickCount": 5, "labelFlush": False}
    x = {"field": "at", "type": "temporal", "axis": months}
    both = {"x": x, "y": quantity()}
    dot = {"type": "point", "filled": True, "size": 64, "color": ACCENT, "opacity": 1}
    words = {"type": "text", "dx": 8, "align": "left", "fontWeight": "bold"}
    layers: list[Spec] = [
        {"mark": {"type": "line", "color": ACCENT, "strokeWidth": 2}, "encoding": both},
        {"data": {"values": data[-1:]}, "mark": dot, "encoding": both},
        {
            "data": {"values": [data[-1] | {"text": text}]},
            "mark": words | {"color": ACCENT},
            "encoding": both | {"text": {"field": "text"}},
        },
    ]
    if target is not None:
        dashes = {"type": "rule", "strokeDash": [3, 3], "color": INK}
        layers.append(rule(target, dashes, {"y": quantity()}))
    room = {"left": 2, "right": 72, "top": 8, "bottom": 2}
    return {"data": {"values": data}, "layer": layers, "padding": room}


def rule(value: float, mark: Spec, encoding: Spec) -> Spec:
    return {"data": {"values": [{"value": value}]}, "mark": mark, "encoding": encoding}


def ranks(data: list[Spec], together: float | None) -> Spec:
    """Rows of dots with their intervals, and a line for all together.

    Args:
        data: rows of `name`, `value`, `low` and `high`, in their order.
    """
    low = {"x": quantity("low"), "x2": {"field": "high"}}
    dot = {"type": "point", "filled": True, "size": 48, "color": GREY, "opacity": 1}
    layers: list[Spec] = [
        {
            "mark": {"type": "rule", "color": PALE, "strokeWidth": 3},
            "encoding": {"y": names(), **low},
        },
        {"mark": dot, "encoding": {"y": names(), "x": quantity()}},
    ]
    if together is not None:
        layers.append(rule(together, {"type": "rule", "color": INK}, {"x": quantity()}))
    height = max(HEIGHT, ROW * len(data))
    return {"height": height, "data": {"values": data}, "layer": layers}


def shares(data: list[Spec], parts: dict[str, str]) -> Spec:
    """A bar a place, cut into parts that add to a hundred.

    Args:
        data: rows of `name`, `part`, `share` and `order`.
        parts: name of a part to its colour, in their order.
    """
    x = quantity("share", 5, domain=[0, 100]) | {"stack": True}
    colours = {"domain": list(parts), "range": list(parts.values())}
    return {
        "height": max(HEIGHT, ROW * len({row["name"] for row in data})),
        "data": {"values": data},
        "mark": {"type": "bar", "height": 9},
        "encoding": {
            "y": names(),
            "x": x | {"axis": {"tickCount": 5, "grid": False}},
            "color": {
                "field": "part",
                "type": "nominal",
                "scale": colours,
                "legend": LEGEND,
            },
            "order": {"field": "order"},
        },
    }
