"""Tables whose cells are shaded: dark is more. The number stands in the cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

STEPS = 6


@dataclass(frozen=True)
class Cell:
    """What a cell shows, and what hovering tells.

    Args:
        level: how dark it is, 0 to 1; None for no shade.
    """

    content: str | Component | list
    level: float | None = None
    title: str = ""
    className: str = ""


def table(
    heads: list[Any],
    rows: Sequence[tuple[str | Component, list[Cell]]],
    corner: str = "",
    chosen: int | None = None,
    label: str = "",
) -> html.Div:
    """A shaded table.

    Args:
        heads: of the columns, without the first.
        rows: each with its head.
        corner: what stands above the heads of the rows.
        chosen: which row is the chosen one.
        label: what the table is, for those who hear it.
    """
    head = html.Tr(
        [html.Th(corner, scope="col"), *[html.Th(h, scope="col") for h in heads]]
    )
    body = [
        html.Tr(
            [html.Th(name, scope="row"), *[shaded(cell) for cell in cells]],
            className="is-chosen" if at == chosen else "",
        )
        for at, (name, cells) in enumerate(rows)
    ]
    made = html.Table([html.Thead(head), html.Tbody(body)], className="heat")
    return html.Div(
        made, className="scroll", tabIndex=0, role="region", **{"aria-label": label}
    )


def shaded(cell: Cell) -> html.Td:
    step = "" if cell.level is None else f"step-{step_of(cell.level)}"
    names = " ".join(name for name in (step, cell.className) if name)
    return html.Td(cell.content, className=names, title=cell.title)


def step_of(level: float) -> int:
    return max(0, min(int(level * STEPS), STEPS - 1))
