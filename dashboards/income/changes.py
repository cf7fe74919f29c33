"""Why the money changed: volume, price, mix; for visits and for stays."""

from typing import Any

from dash import html

from dashboards.charts.theme import (
    ACCENT,
    GREY,
    INK,
    SHADES,
    Figure,
    figure,
    hover,
    line,
    note,
)
from dashboards.chosen import Chosen
from dashboards.components import card
from dashboards.numbers import counted, signed, with_unit
from dashboards.warehouse import summaries
from dashboards.words import say

COSTS = {"visit": "cost_per_visit", "stay": "cost_per_stay"}
PIECES = {
    "volume": ("volume_part",),
    "within": ("within_part",),
    "mix": ("mix_part",),
    "turnover": ("entry_part", "exit_part"),
    "other": ("other_part",),
}


def block(it: Chosen) -> html.Article:
    found = summaries.changes(
        tuple(COSTS.values()), it.code, it.period_type, it.period_end, "money"
    )
    if not found:
        return card.empty(
            "income-changes",
            say(it.lang, "income.changes"),
            say(it.lang, "income.changes_none"),
            "changes",
        )
    note = say(it.lang, "income.changes_note")
    return card.chart(
        "income-changes", title(found, it), drawn(found, it), it.view, note, "changes"
    )


def pieces(row: dict[str, Any]) -> dict[str, float]:
    """The parts that matter: whatever is less than a thousandth is left out."""
    sizes = {
        name: sum(row[column] or 0.0 for column in columns)
        for name, columns in PIECES.items()
    }
    least = 0.001 * max(abs(size) for size in [*sizes.values(), 1.0])
    return {
        name: size
        for name, size in sizes.items()
        if abs(size) > least or name in ("volume", "within", "mix")
    }


def title(found: dict[str, dict], it: Chosen) -> str:
    indicator = max(found, key=lambda name: abs(found[name]["change"] or 0))
    row = found[indicator]
    sizes = pieces(row)
    # the part that drives it goes the same way as the whole
    first = max(sizes, key=lambda name: sizes[name] * (1 if row["change"] >= 0 else -1))
    name = next(key for key, value in COSTS.items() if value == indicator)
    return say(
        it.lang,
        "income.change",
        name=say(it.lang, f"income.{name}_money"),
        moved=say(it.lang, f"income.change_{'up' if row['change'] >= 0 else 'down'}"),
        change=yuan(abs(row["change"]), it.lang),
        part=say(it.lang, f"income.piece_{first}"),
        value=moved(sizes[first], it.lang),
    )


def yuan(value: float, lang: str) -> str:
    return with_unit(counted(value, lang), say(lang, "flow.unit_fee"))


def moved(value: float, lang: str) -> str:
    whole = round(value) if abs(value) >= 100 else value
    return ("+" if value > 0 else "") + counted(whole, lang)


def drawn(found: dict[str, dict], it: Chosen) -> Figure:
    """Bars to either side of nothing; a group for visits, a group for stays."""
    rows: list[tuple[str, float, str]] = []
    for key, indicator in COSTS.items():
        if indicator not in found:
            continue
        head = say(it.lang, f"income.{key}_money")
        rows.append((f"<b>{head}</b>", found[indicator]["change"], "total"))
        rows += [
            (say(it.lang, f"income.piece_{name}"), size, name)
            for name, size in pieces(found[indicator]).items()
        ]
    most = max(abs(size) for _, size, _ in rows) or 1.0
    down = list(range(len(rows)))
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [size for _, size, _ in rows],
        "y": down,
        "hovertext": [
            f"{label}<br><b>{signed(size, 0)}</b>" for label, size, _ in rows
        ],
        "hovertemplate": hover(),
        "marker": {"color": [shade(name) for _, _, name in rows]},
    }
    return figure(
        [bars],
        bargap=0.4,
        xaxis={
            "range": [-most, most],
            "visible": False,
            "domain": [0, 0.72 if it.lang == "zh" else 0.64],
        },
        yaxis={
            "range": [len(rows) - 0.4, -0.6],
            "tickvals": down,
            "ticktext": [label for label, _, _ in rows],
            "tickfont": {"color": INK, "size": 12},
        },
        shapes=[line(0, -0.6, 0, len(rows) - 0.4, line={"color": GREY})],
        annotations=[
            note(
                f"<b>{moved(size, it.lang)}</b>"
                if name == "total"
                else moved(size, it.lang),
                1,
                at,
                xref="paper",
                xanchor="right",
                font={"color": INK, "size": 12},
            )
            for at, (_, size, name) in enumerate(rows)
        ],
        margin={"t": 4, "r": 4},
    )


def shade(name: str) -> str:
    return {"total": SHADES["dark"], "within": ACCENT}.get(name, SHADES["grey"])
