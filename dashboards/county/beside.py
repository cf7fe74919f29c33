"""Beside the table: facts, and flow, income, signing, communities, quality in small."""

from typing import Any

from dash import dcc, html

from dashboards import words
from dashboards.communities import members
from dashboards.components import card
from dashboards.county.asked import FACTS, SHARES, Profile
from dashboards.flow.asked import Asked as Flow
from dashboards.numbers import counted, plain, share
from dashboards.quality import calendar
from dashboards.signing.asked import GROUPS, group_id
from dashboards.warehouse import arrivals, communities, records, subjects, tables
from dashboards.words import say

PLACES = {
    "primary": "accent",
    "county_hospital": "teal",
    "other_inside": "grey",
    "other_county": "warm",
    "outside": "warning",
    "unknown": "pale",
    "withheld": "pale",
}
INCOME = dict(zip(SHARES, ("accent", "dark", "grey", "pale"), strict=True))
PARTS = ("medical", "fiscal", "superior", "other_income")


def facts(profile: Profile) -> html.Div:
    """How big it is: people, facilities, staff, work."""
    shown = []
    for name, (indicator, side) in FACTS.items():
        row = profile.row(indicator)
        value = row[side] if row else None
        shown.append(
            html.Div(
                [
                    html.Dt(say(profile.lang, f"county.fact_{name}")),
                    html.Dd(counted(value, profile.lang)),
                ]
            )
        )
    button = html.Button(
        say(profile.lang, "county.print"),
        id="county-print",
        type="button",
        className="quiet",
    )
    return html.Div([html.Dl(shown), button], className="facts")


def bar(parts: list[tuple[str, float, str]], label: str) -> html.Div:
    """A bar of parts, their names and shares below it.

    Args:
        parts: name, per cent, shade.
    """
    cut = [
        html.Span(style={"width": f"{value:.2f}%"}, className=f"shade-{shade}")
        for _, value, shade in parts
    ]
    named = [
        html.Li(
            [
                html.I(className=f"shade-{shade}"),
                f"{name} ",
                html.B(f"{plain(value, 1, 1)}%"),
            ]
        )
        for name, value, shade in parts
    ]
    told = "; ".join(f"{name} {plain(value, 1, 1)}%" for name, value, _ in parts)
    return html.Div(
        [
            html.Div(
                cut, className="bar", role="img", **{"aria-label": f"{label}: {told}"}
            ),
            html.Ul(named, className="bar-names"),
        ]
    )


def small(
    name: str, title: str, content: Any, to: str, profile: Profile
) -> html.Article:
    """A small card, whose title leads to the page of its subject."""
    heading = dcc.Link(title, href=profile.it.view.elsewhere().address(to))
    return card.card(
        f"county-{name}", heading, content, profile.it.view, area=name, files=False
    )


def nothing(profile: Profile, key: str = "empty.block") -> html.P:
    return html.P(say(profile.lang, key), className="nothing")


def flow(profile: Profile) -> html.Article:
    lang, none = profile.lang, say(profile.lang, "county.flow_none")
    if "rpt_patient_flows" not in tables():
        return small("flow", none, nothing(profile), "/flow", profile)
    asked = Flow(profile.it)
    whole, inside = asked.whole(), asked.inside()
    if not asked.shown() or not whole:
        return small(
            "flow", none, nothing(profile, "empty.block_selection"), "/flow", profile
        )
    parts = [
        (
            asked.place(place) + (" ≥" if asked.is_partial((place,)) else ""),
            100 * asked.amount(place) / whole,
            PLACES[place],
        )
        for place in asked.shown_places
        if asked.amount(place)
    ]
    known = "county.flow" if inside is not None else "county.flow_some"
    title = say(lang, known, value=f"{plain(inside, 1, 1)}%")
    return small("flow", title, bar(parts, title), "/flow", profile)


def income(profile: Profile) -> html.Article:
    lang = profile.lang
    rows = [profile.row(name) for name in SHARES]
    if any(row is None or row["value"] is None for row in rows):
        none = say(lang, "county.income_none")
        return small(
            "income",
            none,
            nothing(profile, "empty.block_selection"),
            "/income",
            profile,
        )
    known = [row for row in rows if row]
    parts = [
        (say(lang, f"income.part_{part}"), row["value"], INCOME[row["indicator_id"]])
        for part, row in zip(PARTS, known, strict=True)
    ]
    title = say(lang, "county.income", medical=f"{plain(known[0]['value'], 1, 1)}%")
    when = words.dates(lang, known[0]["period_type"], known[0]["period_end"])
    return small("income", f"{when} · {title}", bar(parts, title), "/income", profile)


def signing(profile: Profile) -> html.Article:
    """The rate of residents, and of each key group in its row."""
    lang = profile.lang
    rate = (profile.row("signing_rate") or {}).get("value")
    rows = {group: profile.row(group_id(group)) for group in GROUPS}
    shown = [
        (say(lang, f"signing.group_{group}"), row["value"])
        for group, row in rows.items()
        if row and row["value"] is not None
    ]
    if rate is None and not shown:
        none = say(lang, "county.signing_none")
        return small(
            "signing",
            none,
            nothing(profile, "empty.block_selection"),
            "/signing",
            profile,
        )
    title = say(lang, "county.signing", value=f"{plain(rate, 1, 1)}%")
    items = [
        html.Li(
            [
                html.Span(name),
                html.B(f"{plain(value, 1, 1)}%"),
                html.I(style={"width": f"{min(value, 100):.1f}%"}),
            ]
        )
        for name, value in sorted(shown, key=lambda one: -one[1])
    ]
    return small(
        "signing", title, html.Ul(items, className="rates"), "/signing", profile
    )


def community(profile: Profile) -> html.Article:
    it, lang = profile.it, profile.lang
    none = say(lang, "county.communities_none")
    if "rpt_communities" not in tables():
        return small("communities", none, nothing(profile), "/communities", profile)
    found = communities.communities(it.code, lang)
    lines = [led(row, lang) for row in found[:4]]
    graded = communities.reviews(it.code, "2020", it.period_end, lang)
    if graded:
        counts = {g: sum(row["grade"] == g for row in graded) for g in "ABC"}
        month = words.dates(lang, "month", max(row["month"] for row in graded))
        said = say(
            lang,
            "county.grades",
            month=month,
            a=counts["A"],
            b=counts["B"],
            c=counts["C"],
        )
        lines.append(html.Li(said, className="note"))
    title = say(lang, "county.communities", count=len(found)) if found else none
    return small("communities", title, html.Ul(lines), "/communities", profile)


def led(row: dict[str, Any], lang: str) -> html.Li:
    """A community in a line; its name and its lead's are Chinese in every language."""
    told = say(
        lang, "county.members", members=row["members"], since=members.since(row, lang)
    )
    parts = [members.named(row["community_name"]), say(lang, "county.led")]
    return html.Li([*parts, members.named(row["lead_name"]), told])


def quality(profile: Profile) -> html.Article:
    it, lang = profile.it, profile.lang
    if "rpt_arrivals" not in tables():
        none = say(lang, "county.quality_none")
        return small("quality", none, nothing(profile), "/quality", profile)
    start = subjects.start(it.period_type, it.period_end)
    months = (
        (it.period_end.year - start.year) * 12 + it.period_end.month - start.month + 1
    )
    rows = records(arrivals.calendar(it.code, it.period_end, months))
    sums = {n: sum(row[n] for row in rows) for n in ("expected", "arrived", "on_time")}
    title = say(
        lang,
        "county.quality",
        arrived=share(sums["arrived"], sums["expected"]),
        on_time=share(sums["on_time"], sums["expected"]),
    )
    late = [row for row in rows if row["on_time"] < row["expected"]]
    lines = [html.Li(checked(profile))]
    lines += [
        html.Li(
            say(
                lang,
                "quality.arrived",
                extract=calendar.extract_name(row["extract_id"], lang),
                month=words.dates(lang, "month", row["month"]),
                expected=row["expected"],
                arrived=row["arrived"],
                on_time=row["on_time"],
            ),
            className="note",
        )
        for row in late[-3:]
    ]
    return small("quality", title, html.Ul(lines), "/quality", profile)


def checked(profile: Profile) -> str:
    it, lang = profile.it, profile.lang
    if "fct_check_cells" not in tables():
        return say(lang, "county.checks_unknown")
    found = arrivals.failed(
        it.code, subjects.start(it.period_type, it.period_end), it.period_end
    )
    if not found:
        return say(lang, "county.checks_fine")
    cells = sum(row["cells"] for row in found)
    return say(lang, "county.checks", count=len(found), cells=plain(cells))
