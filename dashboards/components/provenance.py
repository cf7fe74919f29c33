"""The panel that opens beside any number: all that stands behind it."""

from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from dashboards import words
from dashboards.components import cells
from dashboards.numbers import counted, exact, plain, share, with_unit
from dashboards.view import View
from dashboards.warehouse import dictionary, origins, places, publication, values
from dashboards.words import coded, say

SHOWN_FILES = 6


def drawer(view: View) -> html.Aside:
    """The panel's place: closed, or open on the value that the address names."""
    cell = view.get("cell")
    label = say(view.lang, "origin.label")
    close = html.Button(
        "×", id="origin-close", type="button", title=say(view.lang, "origin.close"),
        **{"aria-label": say(view.lang, "origin.close")},
    )  # fmt: skip
    content = html.Div(panel(cell, view.lang) if cell else [], id="origin-content")
    return html.Aside(
        [dcc.Store(id="cell", data=cell), close, content],
        id="origin",
        className="origin is-open" if cell else "origin",
        tabIndex=-1,
        **{"aria-label": label},
    )


def connect(app: Dash) -> None:
    app.callback(
        Output("origin-content", "children"),
        Input("cell", "data"),
        State("lang", "data"),
        prevent_initial_call=True,
    )(panel)


def panel(cell: str, lang: str) -> list[Component]:
    """Everything known of a value."""
    key = cells.key_of(cell) if cell else None
    row = values.cell(**key) if key else None
    indicator = (
        dictionary.indicators(lang).get(str(key["indicator_id"])) if key else None
    )
    if key is None or row is None or indicator is None:
        return [html.P(say(lang, "origin.unknown"), className="note")] if cell else []
    return [
        *heading(row, indicator, lang),
        sides(row, indicator, lang),
        *section("origin.formula", formula(indicator), lang),
        *section("origin.coverage", covered(row, lang), lang),
        *section("origin.checks", checks(key, lang), lang),
        *section("origin.files", files(indicator, lang), lang),
        *section("origin.status", definition(indicator, lang), lang),
        *section("origin.publication", published(row), lang),
        *section("origin.sql", query(values.cell_query(**key), lang), lang),
        html.P(way(row, lang)),
    ]


def section(key: str, content: Component | list, lang: str) -> list[Component]:
    inside = content if isinstance(content, list) else [content]
    return [html.H3(say(lang, key)), *inside]


def heading(row: dict, indicator: dict, lang: str) -> list[Component]:
    """What it is, of where and when, and the value."""
    place = places.divisions(lang).get(row["division_code"], {}).get("name", "")
    when = words.dates(lang, row["period_type"], row["period_end"])
    tier = say(lang, f"tier.{row['facility_tier']}")
    geo = say(lang, f"geo.{row['geography']}")
    unit = cells.unit_of(indicator, lang)
    text = with_unit(cells.text_of(row, indicator, lang), unit)
    return [
        html.H2(indicator["name"]),
        html.P(" · ".join((place, when, tier, geo)), className="note"),
        html.P([html.Strong(text), *cells.marks(row, lang)], className="stated"),
        *limits(row, indicator, lang),
    ]


def limits(row: dict, indicator: dict, lang: str) -> list[Component]:
    if row["value"] is None:
        return [html.P(cells.reason(row, lang), className="warned")]
    if row["lower_95"] is None:
        return []
    low, high = (plain(row[n], indicator["decimals"]) for n in ("lower_95", "upper_95"))
    said = say(lang, "origin.limits", low=low, high=high)
    return [html.P(said, className="note")]


def sides(row: dict, indicator: dict, lang: str) -> html.Dl:
    """Numerator and denominator, in words and exactly."""
    rows = []
    for side in ("numerator", "denominator"):
        if row[side] is None and not indicator[side]:
            shown, title = say(lang, "origin.count"), ""
        else:
            shown, title = counted(row[side], lang), exact(row[side])
        rows += [
            html.Dt(say(lang, f"origin.{side}")),
            html.Dd(
                [
                    html.B(shown, title=title),
                    html.Span(title if title != shown else ""),
                    html.P(indicator[side]),
                ]
            ),
        ]
    return html.Dl(rows, className="sides")


def formula(indicator: dict) -> html.P:
    parts = [indicator["numerator"]]
    if indicator["denominator"]:
        parts = [f"({indicator['numerator']})", "÷", f"({indicator['denominator']})"]
    if indicator["plus"]:
        parts.append(plain(indicator["plus"]).replace("−", "− "))
    if indicator["factor"] and indicator["factor"] != 1:
        parts.append(f"× {plain(indicator['factor'])}")
    return html.P(" ".join(parts))


def covered(row: dict, lang: str) -> list[Component]:
    """Reports due and usable; months; whether it may still change."""
    shared = {
        "months": row["months_reported"],
        "months_expected": row["months_expected"],
    }
    if row["facilities_expected"]:
        said = say(
            lang,
            "origin.coverage_text",
            expected=plain(row["facilities_expected"]),
            reported=plain(row["facilities_reported"]),
            on_time=plain(row["facilities_on_time"]),
            share=share(row["facilities_reported"], row["facilities_expected"]),
            **shared,
        )
    else:
        said = say(lang, "origin.coverage_none", **shared)
    found: list[Component] = [html.P(said)]
    if row["is_provisional"]:
        found.append(html.P(say(lang, "origin.provisional"), className="warned"))
    return found


def checks(key: dict, lang: str) -> Component:
    found = origins.checks(lang, **key)
    if not found:
        return html.P(say(lang, "origin.checks_none"), className="note")
    return html.Ul(
        [html.Li([html.Code(one["check_id"]), " ", one["name"]]) for one in found]
    )


def files(indicator: dict, lang: str) -> list[Component]:
    """The files of the extracts behind the indicator's measures."""
    made_of = origins.terms(lang).get(indicator["indicator_id"], [])
    extracts = tuple(sorted({one["extract_id"] for one in made_of}))
    found = origins.files(extracts)
    if not found:
        return [html.P(say(lang, "origin.files_none"), className="note")]
    return [files_of(extract, rows, lang) for extract, rows in found.items()]


def files_of(extract: str, rows: list[dict[str, Any]], lang: str) -> html.Details:
    said = say(
        lang,
        "origin.files_of",
        extract=extract,
        count=len(rows),
        rows=plain(sum(row["rows_landed"] for row in rows)),
    )
    names = [html.Li(html.Code(row["file_name"])) for row in rows[:SHOWN_FILES]]
    if len(rows) > SHOWN_FILES:
        more = say(lang, "origin.files_more", count=len(rows) - SHOWN_FILES)
        names.append(html.Li(more, className="note"))
    return html.Details([html.Summary(said), html.Ul(names)])


def definition(indicator: dict, lang: str) -> list[Component]:
    """Which document asks for it, how sure that is, and how it is misread."""
    clause = indicator.get("source_clause")
    told = [
        indicator.get("document_title"),
        html.Span(clause, lang="zh-CN") if clause and clause != "none" else None,
        coded(lang, "status", indicator["source_status"]),
    ]
    parts = [part for part in told if part and part != "none"]
    said = [piece for part in parts for piece in (" · ", part)][1:]
    notes = indicator.get("notes")
    return [html.P(said), *([html.P(notes, className="note")] if notes else [])]


def published(row: dict) -> html.P:
    return html.P(
        [html.Code(publication()["publication_id"]), " · ", row["data_version"]]
    )


def query(sql: str, lang: str) -> html.Div:
    copy = dcc.Clipboard(content=sql, title=say(lang, "origin.copy"), className="copy")
    return html.Div([html.Pre(html.Code(sql)), copy], className="query")


def way(row: dict, lang: str) -> dcc.Link:
    shared = {
        "place": row["division_code"],
        "indicator": row["indicator_id"],
        "by": row["period_type"],
        "period": f"{row['period_end']:%Y-%m}",
        "tier": "" if row["facility_tier"] == "all" else row["facility_tier"],
        "geo": "" if row["geography"] == "then" else row["geography"],
    }
    view = View(lang).with_(**shared)
    return dcc.Link(say(lang, "origin.indicator"), href=view.address("/indicator"))
