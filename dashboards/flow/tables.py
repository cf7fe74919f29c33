"""The matrices: counties by place of care, county by county, and the money."""

from typing import Any

import polars as pl
from dash import html

from dashboards.components import card, crowd, heat
from dashboards.flow.asked import INSIDE, Asked
from dashboards.numbers import SUPPRESSED, counted, plain, with_unit
from dashboards.warehouse import flows, records
from dashboards.words import say


def matrix(asked: Asked) -> html.Article:
    """Every county's shares by place of care."""
    every = list(dict.fromkeys(row["division_code"] for row in asked.every))
    kept = {code: asked.inside(code) for code in every}
    counties = crowd.shown(every, asked.it.code, kept.get)
    places = asked.shown_places
    rows = [
        (asked.names.get(code, code), [share(asked, place, code) for place in places])
        for code in counties
    ]
    heads = [asked.place(place) for place in places]
    chosen = counties.index(asked.it.code) if asked.it.code in counties else None
    label = say(asked.lang, "flow.matrix_one")
    content = heat.table(
        heads, rows, say(asked.lang, "flow.head_insured"), chosen, label
    )
    note = say(asked.lang, "flow.matrix_note") + marks(asked)
    note += crowd.note(every, "crowd.least_inside", asked.lang)
    return card.card(
        "flow-matrix", matrix_title(asked, kept), content, asked.it.view, note, "matrix"
    )


def marks(asked: Asked) -> str:
    """What the marks of withheld cells mean, where there are some."""
    return say(asked.lang, "flow.marks") if asked.is_partial(flows.PLACES) else ""


def matrix_title(asked: Asked, kept: dict[str, float | None]) -> str:
    known = {code: value for code, value in kept.items() if value is not None}
    if len(set(known.values())) < 2:
        return say(asked.lang, "flow.matrix_one")
    best, worst = max(known, key=known.__getitem__), min(known, key=known.__getitem__)
    equal = [code for code, value in known.items() if value == known[best]]
    return say(
        asked.lang,
        "flow.matrix" if len(equal) == 1 else "flow.matrix_several",
        best=asked.names[best],
        count=len(equal),
        worst=asked.names[worst],
        high=f"{plain(known[best], 1, 1)}%",
        low=f"{plain(known[worst], 1, 1)}%",
    )


def share(asked: Asked, place: str, code: str) -> heat.Cell:
    """A share; where all is withheld a mark, where some is, at least so much."""
    part, whole = asked.amount(place, code), asked.whole(code)
    if asked.is_partial((place,), code) and not part:
        reason = say(asked.lang, "reason.suppressed")
        return heat.Cell(SUPPRESSED, title=reason, className="nil")
    if not whole:
        return heat.Cell("–", title=asked.written(part) if part else "")
    text = asked.share(place, code).removesuffix("%")
    if not part:
        return heat.Cell(text)
    return heat.Cell(text, part / whole / 0.7, asked.written(part))


def money(asked: Asked) -> html.Article:
    """By place of care: how many, what it costs, what the fund pays."""
    heads = ("place", "encounters", "share", "fee", "each", "fund_share")
    places = [place for place in asked.shown_places if place != flows.WITHHELD]
    sums = {place: sums_at(asked, place) for place in places}
    head = html.Tr(
        [
            html.Th(
                say(asked.lang, f"flow.head_{name}"),
                scope="col",
                className="" if name == "place" else "figure",
            )
            for name in heads
        ]
    )
    body = [money_row(asked, place, sums[place]) for place in places]
    table = html.Table([html.Thead(head), html.Tbody(body)], className="plain")
    content = html.Div(table, className="scroll", tabIndex=0)
    return card.card(
        "flow-money",
        money_title(asked, sums),
        content,
        asked.it.view,
        say(asked.lang, "flow.money_note") + marks(asked),
        "money",
    )


def sums_at(asked: Asked, place: str) -> dict[str, float]:
    mine = [row for row in asked.of() if row["place"] == place]
    return {
        name: float(sum(row[name] or 0 for row in mine))
        for name in ("encounters", "fee_yuan", "fund_yuan")
    }


def each(sums: list[dict[str, float]]) -> float | None:
    count = sum(one["encounters"] for one in sums)
    return sum(one["fee_yuan"] for one in sums) / count if count else None


def money_title(asked: Asked, sums: dict[str, dict[str, float]]) -> str:
    if asked.is_partial(tuple(sums)):
        return say(asked.lang, "flow.money_some")
    inside = each([sums[place] for place in sums if place in INSIDE])
    outside = each([sums[place] for place in sums if place not in INSIDE])
    return say(
        asked.lang,
        "flow.money",
        inside=yuan(inside, asked.lang),
        outside=yuan(outside, asked.lang),
    )


def yuan(value: float | None, lang: str) -> str:
    return with_unit(plain(value, 0), say(lang, "flow.unit_fee"))


def money_row(asked: Asked, place: str, one: dict[str, float]) -> html.Tr:
    """A place's figures: where cells are withheld at least so many, and no means."""
    fee, some = one["fee_yuan"], asked.is_partial((place,))
    people = Asked(asked.it, "encounters")
    figures = [
        figure(one["encounters"], some, asked),
        people.share(place) or "–",
        figure(fee, some, asked),
        "–" if some else plain(each([one]), 0),
        f"{plain(100 * one['fund_yuan'] / fee, 1, 1)}%" if fee and not some else "–",
    ]
    return html.Tr(
        [
            html.Th(asked.place(place), scope="row"),
            *[html.Td(t, className="figure") for t in figures],
        ]
    )


def figure(value: float, some: bool, asked: Asked) -> str:
    if some and not value:
        return SUPPRESSED
    return f"{'≥ ' if some else ''}{counted(value, asked.lang)}"


def between(asked: Asked) -> html.Article:
    """From county to county; the diagonal stays empty, it would darken all else."""
    lang, it = asked.lang, asked.it
    found = records(
        flows.matrix(it.within["division_code"], asked.start, it.period_end, asked.care)
    )
    away = [
        r
        for r in found
        if r["provider_county_code"] not in (r["division_code"], "none")
        and (r[asked.column] or r["withheld"])
    ]
    name = say(lang, "flow.counties")
    if not any(r[asked.column] for r in away):
        none = "reason.suppressed" if away else "flow.none"
        return card.empty("flow-counties", name, say(lang, none), "counties")
    amounts = {
        (r["division_code"], r["provider_county_code"]): float(r[asked.column] or 0)
        for r in away
    }
    every = list(dict.fromkeys(row["division_code"] for row in found))
    rows = crowd.shown(every, it.code, moves(amounts, 0).get)
    columns = sorted({to for _, to in amounts})
    columns = crowd.shown(columns, it.code, moves(amounts, 1).get)
    most = max(amounts.values())
    shown = [
        (
            asked.names.get(code, code),
            [pair(asked, amounts.get((code, to)), most, code == to) for to in columns],
        )
        for code in rows
    ]
    heads = [asked.names.get(code, code) for code in columns]
    chosen = rows.index(it.code) if it.code in rows else None
    table = heat.table(heads, shown, say(lang, "flow.head_insured"), chosen, name)
    note = say(
        lang, "flow.counties_note", unit=say(lang, f"flow.table_unit_{asked.show}")
    )
    note += (marks(asked) if any(r["withheld"] for r in away) else "") + crowd.note(
        every, "crowd.most_moved", lang
    )
    return card.card(
        "flow-counties", between_title(asked, away), table, it.view, note, "counties"
    )


def moves(amounts: dict[tuple[str, str], float], side: int) -> dict[str, float]:
    """How much leaves (0) or comes to (1) each county, below zero: the most first."""
    found: dict[str, float] = {}
    for pair_of, amount in amounts.items():
        found[pair_of[side]] = found.get(pair_of[side], 0.0) - amount
    return found


def between_title(asked: Asked, away: list[dict[str, Any]]) -> str:
    taken: dict[str, float] = {}
    for row in away:
        to = row["provider_county_code"]
        taken[to] = taken.get(to, 0) + float(row[asked.column] or 0)
    first = max(taken, key=taken.__getitem__)
    some = any(r["withheld"] for r in away if r["provider_county_code"] == first)
    return say(
        asked.lang,
        "flow.counties_some" if some else "flow.counties_title",
        place=asked.names.get(first, first),
        count=counted(taken[first], asked.lang),
        unit=say(asked.lang, f"flow.unit_{asked.show}"),
    )


def pair(asked: Asked, value: float | None, most: float, same: bool) -> heat.Cell:
    """From one county to another: nothing, too few to say, or how much."""
    if same:
        return heat.Cell("", className="same")
    if value is None:
        return heat.Cell("·", className="nil")
    if not value:
        reason = say(asked.lang, "reason.suppressed")
        return heat.Cell(SUPPRESSED, title=reason, className="nil")
    return heat.Cell(short(value, asked), value / most, asked.written(value))


def short(value: float, asked: Asked) -> str:
    """People as they are; money in 万元 or thousand yuan, as the note says."""
    if asked.show == "encounters":
        return plain(value, 0)
    return plain(value / (1e4 if asked.lang == "zh" else 1e3), 1, 1)


def matrix_rows(asked: Asked) -> pl.DataFrame:
    return asked.rows
