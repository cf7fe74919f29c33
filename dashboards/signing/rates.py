"""The rate of residents over time, the counties in order, the key groups."""

from typing import Any

from dash import html

from dashboards import words
from dashboards.charts import lines, ranks
from dashboards.charts.marks import Line, Mark, Point
from dashboards.charts.theme import Figure
from dashboards.components import card, cells
from dashboards.numbers import plain
from dashboards.signing.asked import (
    GROUPS,
    MANAGED,
    RATE,
    RENEWAL,
    Asked,
    group_id,
    percent,
)
from dashboards.warehouse import subjects
from dashboards.words import say


def history(asked: Asked) -> html.Article:
    it = asked.it
    rows = subjects.histories(
        (RATE,), it.code, it.geography, it.period_type, it.period_end
    )[RATE]
    name = "signing-history"
    if not any(row["value"] is not None for row in rows):
        text = say(it.lang, "empty.block_selection")
        return card.empty(name, history_title(asked), text, "history")
    ours = Line(it.division["name"], [point(row, asked) for row in rows], True)
    target = (asked.rows.get(RATE) or {}).get("target_value")
    levels = []
    if target is not None:
        said = say(it.lang, "signing.target", value=percent(target))
        levels.append(lines.Level(target, said, "dot"))
    figure = lines.history(ours, levels)
    note = say(it.lang, "signing.rate_note")
    return card.chart(name, history_title(asked), figure, it.view, note, "history")


def point(row: dict[str, Any], asked: Asked) -> Point:
    when = words.dates(asked.lang, row["period_type"], row["period_end"])
    told = (
        percent(row["value"])
        if row["value"] is not None
        else cells.reason(row, asked.lang)
    )
    return Point(
        row["period_end"],
        row["value"],
        f"{when}<br><b>{told}</b>",
        cells.cell_id(row),
        row["lower_95"],
        row["upper_95"],
        bool(row["is_provisional"]),
    )


def history_title(asked: Asked) -> str:
    row, it = asked.rows.get(RATE) or {}, asked.it
    place = it.division["name"]
    if row.get("value") is None:
        return say(it.lang, "signing.rate_none", place=place, period=it.period)
    way = say(it.lang, "signing.no_target")
    if row.get("target_value") is not None:
        target = percent(row["target_value"])
        gap = plain(abs(row["gap_to_target"] or 0), 1, 1)
        key = "signing.met" if row["is_target_met"] else "signing.missed"
        way = say(it.lang, key, target=target, gap=gap)
    return say(
        it.lang, "signing.rate", place=place, value=percent(row["value"]), way=way
    )


def counties(asked: Asked) -> html.Article:
    it, name = asked.it, "signing-counties"
    known = [
        r
        for r in asked.counties
        if r["indicator_id"] == RATE and r["value"] is not None
    ]
    if not known:
        text = say(it.lang, "empty.block_selection")
        return card.empty(name, say(it.lang, "signing.counties_none"), text, "counties")
    known.sort(key=lambda row: -row["value"])
    together = subjects.together(RATE, it)
    figure = ranks.ranked(
        [mark(row, asked) for row in known],
        together,
        f"{it.within['name']} {percent(together)}" if together is not None else "",
    )
    title = say(
        it.lang,
        "signing.counties",
        low=percent(known[-1]["value"]),
        high=percent(known[0]["value"]),
    )
    note = say(it.lang, "signing.counties_note", higher=it.within["name"])
    return card.chart(name, title, figure, it.view, note, "counties")


def mark(row: dict[str, Any], asked: Asked) -> Mark:
    limits = ""
    if row["lower_95"] is not None:
        limits = f"<br>95%: {percent(row['lower_95'])}–{percent(row['upper_95'])}"
    return Mark(
        row["name"],
        row["value"],
        percent(row["value"]),
        f"<b>{row['name']}</b> {percent(row['value'])}{limits}",
        cells.cell_id(row),
        row["lower_95"],
        row["upper_95"],
        is_ours=row["division_code"] == asked.it.code,
        is_hollow=bool(row["is_provisional"]),
    )


def groups(asked: Asked) -> html.Article:
    """The key groups in order, the residents among them for comparison."""
    it, name = asked.it, "signing-groups"
    known = [group for group in GROUPS if asked.value(group_id(group)) is not None]
    if not known:
        text = say(it.lang, "empty.block_selection")
        return card.empty(name, say(it.lang, "signing.groups_none"), text, "groups")
    known.sort(key=lambda group: -(asked.value(group_id(group)) or 0))
    bars = [
        bar(group_id(group), say(it.lang, f"signing.group_{group}"), asked)
        for group in known
    ]
    if asked.value(RATE) is not None:
        bars.append(bar(RATE, say(it.lang, "signing.all"), asked, True))
    title = say(
        it.lang,
        "signing.groups",
        best=lower(say(it.lang, f"signing.group_{known[0]}")),
        high=percent(asked.value(group_id(known[0]))),
        worst=lower(say(it.lang, f"signing.group_{known[-1]}")),
        low=percent(asked.value(group_id(known[-1]))),
    )
    note = say(it.lang, "signing.groups_note")
    return card.chart(
        name, title, plainly(ranks.bars(bars, 100), 0.4), it.view, note, "groups"
    )


def lower(name: str) -> str:
    """A group's name within a sentence."""
    return name[0].lower() + name[1:]


def bar(indicator_id: str, label: str, asked: Asked, is_ours: bool = False) -> Mark:
    value = asked.value(indicator_id) or 0.0
    row = asked.rows[indicator_id]
    told = f"{plain(row['numerator'], 0)} / {plain(row['denominator'], 0)}"
    return Mark(
        label,
        value,
        percent(value),
        f"<b>{label}</b> {percent(value)}<br>{told}",
        asked.key(indicator_id),
        is_ours=is_ours,
    )


def plainly(figure: Figure, gap: float) -> Figure:
    """Thin bars whose numbers keep their size."""
    figure["layout"]["bargap"] = gap
    figure["data"][-1] |= {"constraintext": "none", "textfont": {"size": 12}}
    return figure


def managed_title(asked: Asked, lang: str) -> str:
    """Who of those under management signed least and most; renewals stand apart."""
    rates = {group: asked.value(f"managed_signing_rate_{group}") for group in MANAGED}
    known = {group: rate for group, rate in rates.items() if rate is not None}
    if len(known) < 2:
        return say(lang, "signing.managed")
    worst, best = (pick(known, key=lambda group: known[group]) for pick in (min, max))
    return say(
        lang,
        "signing.managed_title",
        worst=lower(say(lang, f"signing.managed_{worst}")),
        low=percent(known[worst]),
        best=lower(say(lang, f"signing.managed_{best}")),
        high=percent(known[best]),
    )


def managed(asked: Asked) -> html.Article:
    """Signed among those under management, and renewals."""
    it, name = asked.it, "signing-managed"
    wanted = {
        f"managed_signing_rate_{group}": f"signing.managed_{group}" for group in MANAGED
    }
    wanted[RENEWAL] = "signing.managed_renewal"
    known = {
        key: words for key, words in wanted.items() if asked.value(key) is not None
    }
    if not known:
        title = say(it.lang, "signing.managed")
        return card.empty(name, title, say(it.lang, "empty.block_selection"), "managed")
    title = managed_title(asked, it.lang)
    bars = [bar(key, say(it.lang, words), asked) for key, words in known.items()]
    most = max(100.0, *[mark.value for mark in bars])
    note = say(it.lang, "signing.managed_note")
    return card.chart(
        name, title, plainly(ranks.bars(bars, most), 0.64), it.view, note, "managed"
    )
