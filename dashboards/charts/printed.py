"""Charts know shapes and colours, never indicators or SQL."""

from dataclasses import dataclass
from textwrap import wrap

import plotly.graph_objects as go
from plotly.subplots import make_subplots

INK, GREY, PALE, LINE = "#1f2937", "#5b6472", "#cbd2da", "#e5e7eb"
ACCENT = "#0f766e"
SHADES = {"accent": ACCENT, "dark": "#4b5563", "grey": "#9aa3af", "pale": PALE}
FONT = '"Noto Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif'
SMALL = 12
WIDE = 15  # per cent of a bar: from here on a name fits inside


@dataclass(frozen=True)
class Dot:
    """One mark on a row: where, what stands beside it, what hovering tells."""

    label: str
    value: float
    text: str
    hover: str
    is_ours: bool = True


@dataclass(frozen=True)
class Part:
    """One part of a stacked bar."""

    bar: str
    name: str
    value: float
    text: str
    hover: str
    shade: str


def dots(
    panels: dict[str, list[Dot]], span: tuple[float, float], mark: float | None = None
) -> go.Figure:
    """Rows of dots on thin lines, one panel a quantity, values written beside them."""
    figure = make_subplots(cols=len(panels), shared_yaxes=True, horizontal_spacing=0.08)
    for column, (title, row) in enumerate(panels.items(), 1):
        figure.add_scatter(
            x=[dot.value for dot in row],
            y=[broken(dot.label) for dot in row],
            text=[f"<b>{dot.text}</b>" if dot.is_ours else dot.text for dot in row],
            hovertext=[dot.hover for dot in row],
            mode="markers+text",
            textposition=[f"middle {'left' if d.value < 0 else 'right'}" for d in row],
            cliponaxis=False,
            textfont={"color": [ACCENT if dot.is_ours else INK for dot in row]},
            marker={"size": 9, "color": [ACCENT if d.is_ours else GREY for d in row]},
            hovertemplate="%{hovertext}<extra></extra>",
            row=1,
            col=column,
        )
        head(figure, title, column)
    at, dash = (0, "solid") if mark is None else (mark, "dot")
    figure.add_vline(at, line={"color": GREY, "width": 1, "dash": dash}, layer="below")
    figure.update_xaxes(
        range=span,
        tickvals=[at],
        showgrid=False,
        showline=False,
        ticks="",
        tickfont={"color": GREY, "size": SMALL},
    )
    figure.update_yaxes(autorange="reversed", gridcolor=LINE, showgrid=True, dtick=1)
    return calm(figure, top=20 if any(panels) else 4, bottom=16)


def head(figure: go.Figure, title: str, column: int) -> None:
    """A panel's title, above its left edge."""
    axis = "" if column == 1 else str(column)
    figure.add_annotation(
        text=title,
        xref=f"x{axis} domain",
        yref="paper",
        x=0,
        y=1,
        yanchor="bottom",
        xanchor="left",
        showarrow=False,
        font={"color": GREY, "size": SMALL},
    )


def bars(row: list[Dot], end: float) -> go.Figure:
    """Level bars on a pale track that ends at `end`."""
    labels = [broken(dot.label) for dot in row]
    figure = go.Figure()
    figure.add_bar(
        x=[end] * len(row),
        y=labels,
        orientation="h",
        marker={"color": "#f1f3f5"},
        hoverinfo="skip",
    )
    figure.add_bar(
        x=[dot.value for dot in row],
        y=labels,
        orientation="h",
        marker={"color": [ACCENT if dot.is_ours else SHADES["grey"] for dot in row]},
        hovertext=[dot.hover for dot in row],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    for dot, label in zip(row, labels, strict=True):
        figure.add_annotation(
            x=end,
            y=label,
            text=f"<b>{dot.text}</b>",
            showarrow=False,
            xanchor="left",
            xshift=6,
            font={"color": ACCENT if dot.is_ours else INK},
        )
    figure.update_xaxes(range=(0, end * 1.22), visible=False)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return calm(figure.update_layout(barmode="overlay", bargap=0.5))


def stacked(parts: list[Part]) -> go.Figure:
    """Bars of parts of a whole; a part names itself, inside or just outside."""
    figure = go.Figure()
    places = list(dict.fromkeys(part.bar for part in parts))
    for name in dict.fromkeys(part.name for part in parts):
        these = [part for part in parts if part.name == name]
        dark = these[0].shade == "accent"
        figure.add_bar(
            x=[part.value for part in these],
            y=[part.bar for part in these],
            orientation="h",
            text=[f"{name}<br><b>{p.text}</b>" * (p.value >= WIDE) for p in these],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            constraintext="none",
            textfont={"color": "#ffffff" if dark else INK},
            marker={
                "color": SHADES[these[0].shade],
                "line": {"color": "#fff", "width": 1},
            },
            hovertext=[part.hover for part in these],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    for place in places:
        name_outside(figure, [p for p in parts if p.bar == place], places.index(place))
    figure.update_xaxes(range=(0, 100), visible=False)
    last = len(places) - 1
    figure.update_yaxes(range=(last + 0.62, -0.62), showgrid=False)
    return calm(figure.update_layout(barmode="stack", bargap=0.36), right=1)


def name_outside(figure: go.Figure, parts: list[Part], place: int) -> None:
    """Narrow parts are named above the first bar, below the others."""
    start = 0.0
    for part in parts:
        if part.value < WIDE:
            far = start + part.value > 50
            figure.add_annotation(
                x=start + part.value if far else start + part.value / 2,
                xanchor="right" if far else "center",
                y=place - 0.34 if place == 0 else place + 0.34,
                yanchor="bottom" if place == 0 else "top",
                text=f"{part.name} {part.text}",
                showarrow=False,
                borderpad=0,
                font={"color": GREY},
            )
        start += part.value


def calm(figure: go.Figure, top: int = 4, right: int = 8, bottom: int = 4) -> go.Figure:
    """One ink, one type, no ornament, nothing to drag."""
    figure.update_xaxes(fixedrange=True, zeroline=False)
    figure.update_yaxes(
        fixedrange=True,
        zeroline=False,
        automargin=True,
        ticks="",
        showline=False,
        tickfont={"color": INK, "size": SMALL},
        ticklabelstandoff=8,
    )
    return figure.update_layout(
        template="none",
        font={"family": FONT, "size": SMALL, "color": INK},
        margin={"l": 0, "r": right, "t": top, "b": bottom},
        showlegend=False,
        hoverlabel={
            "bgcolor": "#ffffff",
            "bordercolor": GREY,
            "align": "left",
            "font": {"family": FONT, "size": SMALL, "color": INK},
        },
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
    )


def broken(label: str, width: int = 24) -> str:
    """A long label in two lines."""
    return "<br>".join(wrap(label, width)) or label
