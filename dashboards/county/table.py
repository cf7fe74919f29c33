"""The table of the one-pager: each indicator with its change, rank and target."""

from typing import Any

from dash import dcc, html

from dashboards.charts import sparks
from dashboards.components import card, cells
from dashboards.county.asked import GROUPS, Profile
from dashboards.numbers import plain, signed, valued, with_unit
from dashboards.overview.tiles import is_even, meaning
from dashboards.warehouse import dictionary
from dashboards.words import say

LONGEST = 4
HEADS = ("indicator", "value", "change", "higher", "rank", "target", "spark")


def block(profile: Profile) -> html.Article:
    it, lang = profile.it, profile.lang
    known = dictionary.indicators(lang)
    found = [(known[name], profile.row(name)) for name in profile.shown]
    head = html.Tr(
        [
            html.Th(
                say(lang, f"county.{h}"),
                scope="col",
                className="" if h == "indicator" else "figure",
            )
            for h in heads(profile)
        ]
    )
    body = [part for group in GROUPS for part in grouped(group, profile)]
    table = html.Table([html.Thead(head), *body], className="plain profile")
    title = heading(found, profile)
    note = say(lang, "county.table_note", higher=it.within["name"])
    if not has_neighbours(profile):
        note = say(lang, "county.table_note_alone")
    content = html.Div(table, className="scroll", tabIndex=0)
    return card.card("county-table", title, content, it.view, note, "table")


def has_neighbours(profile: Profile) -> bool:
    """Whether it stands among others of its level, below one that holds them all."""
    return any((row.get("peers") or 0) > 1 for row in profile.standings.values())


def heads(profile: Profile) -> list[str]:
    """What stands alone has no rank and nothing above it."""
    beside = has_neighbours(profile)
    return [head for head in HEADS if beside or head not in ("higher", "rank")]


def heading(found: list[tuple[dict, dict | None]], profile: Profile) -> str:
    stood = [(one, profile.standing(row)) for one, row in found if row]
    means = [meaning(one, standing) for one, standing in stood]
    return say(
        profile.lang,
        "county.table" if has_neighbours(profile) else "county.table_alone",
        count=len(found),
        better=means.count("better"),
        worse=means.count("worse"),
        lead=sum((standing.get("peer_rank") or 99) <= 3 for _, standing in stood),
    )


def grouped(group: str, profile: Profile) -> list[html.Tbody]:
    names = [name for name in GROUPS[group] if name in profile.shown]
    if not names:
        return []
    label = say(profile.lang, f"county.group_{group}")
    return [
        html.Tbody(
            [line(name, profile) for name in names],
            **{"aria-label": label},
            title=label,
        )
    ]


def line(name: str, profile: Profile) -> html.Tr:
    it, lang = profile.it, profile.lang
    one = dictionary.indicators(lang)[name]
    row = profile.row(name)
    higher = profile.row(name, it.within["division_code"])
    standing = profile.standing(row) if row else {}
    way = it.view.elsewhere().with_(indicator=name).address("/indicator")
    is_yearly = row is not None and row["period_type"] != it.period_type
    yearly = [html.Small(say(lang, "county.yearly"))] if is_yearly else []
    series = [] if is_yearly else profile.sparks.get(name, [])
    return html.Tr(
        [
            html.Td([dcc.Link(one["name"], href=way), *yearly]),
            html.Td(
                [number(row, one, profile), *cells.flag(row or {}, lang)],
                className="figure",
            ),
            html.Td(
                change(one, standing, lang),
                className=f"figure {meaning(one, standing)}",
            ),
            *compared(higher, row, one, profile),
            html.Td(target(standing, one, lang), className="figure"),
            html.Td(spark(series, standing), className="figure"),
        ]
    )


def compared(
    higher: dict | None, row: dict | None, one: dict, profile: Profile
) -> list[html.Td]:
    """Against the division above, and the rank among the neighbours."""
    if not has_neighbours(profile):
        return []
    place = rank(profile.standing(row)) if row else ""
    return [
        html.Td(beside(higher, row, one, profile), className="figure quiet"),
        html.Td(place, className="figure"),
    ]


def number(
    row: dict[str, Any] | None, one: dict[str, Any], profile: Profile
) -> html.Button:
    empty = {
        **profile.it.key(indicator_id=one["indicator_id"], facility_tier="all"),
        "value": None,
    }
    return cells.number(
        row or empty, one, profile.lang, unit=is_short(one, profile.lang)
    )


def is_short(one: dict[str, Any], lang: str) -> bool:
    """A unit that says itself in a word; a longer one is in the indicator's name."""
    return len(cells.unit_of(one, lang)) <= LONGEST


def change(one: dict[str, Any], standing: dict[str, Any], lang: str) -> str:
    if standing.get("difference") is None:
        return ""
    if is_even(one, standing):
        return say(lang, "county.even")
    sign = "▲" if standing["difference"] > 0 else "▼"
    if one["unit"] == "%":
        by = plain(abs(standing["difference"]), 1, 1)
        return f"{sign} {by}{'' if lang == 'zh' else ' '}{say(lang, 'county.points')}"
    if standing.get("growth_pct") is None:
        return f"{sign} {signed(standing['difference'], one['decimals'])}"
    return f"{sign} {plain(abs(standing['growth_pct']), 1, 1)}%"


def beside(
    higher: dict[str, Any] | None,
    row: dict[str, Any] | None,
    one: dict,
    profile: Profile,
) -> str:
    """The division above; a count of it says nothing about a county."""
    if one["kind"] == "count" or higher is None or row is None:
        return ""
    if higher["division_code"] == row["division_code"]:
        return ""
    text = valued(higher["value"], one["unit"], one["decimals"], profile.lang)
    short = is_short(one, profile.lang)
    return with_unit(text, cells.unit_of(one, profile.lang)) if short else text


def rank(standing: dict[str, Any]) -> str:
    if not standing.get("peer_rank"):
        return ""
    return f"{standing['peer_rank']}/{standing['peers']}"


def target(standing: dict[str, Any], one: dict[str, Any], lang: str) -> str:
    if standing.get("target_value") is None:
        return ""
    sign = "✓" if standing["is_target_met"] else "✕"
    text = valued(standing["target_value"], one["unit"], 0, lang)
    unit = cells.unit_of(one, lang) if is_short(one, lang) else ""
    return f"{sign} {with_unit(text, unit)}"


def spark(series: list[float | None], standing: dict[str, Any]) -> html.Img | str:
    address = sparks.spark(series, standing.get("target_value"))
    return html.Img(src=address, alt="", className="spark") if address else ""
