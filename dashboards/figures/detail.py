"""The panel beside the table: everything known of one printed figure."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import verdicts
from dashboards.numbers import decimals_of, exact, plain, signed
from dashboards.warehouse import printed
from dashboards.words import period, say


def panel(statistic_id: str, lang: str) -> list[Component]:
    if not statistic_id:
        return hint(lang)
    row = printed.figure(statistic_id, lang)
    if row is None:
        unknown = say(lang, "detail.unknown", id=statistic_id)
        return [html.P(unknown, className="note"), *hint(lang)]
    return [
        heading(row, lang),
        comparison(row, lang),
        *section("detail.words", printed_words(row), lang),
        *section("detail.expression", expression(row, lang), lang),
        *section("detail.explanation", html.P(row["explanation"]), lang),
        *section("detail.other", other_reading(row, lang), lang),
        *section("detail.source", source(row, lang), lang),
        *section("detail.sql", query(row, lang), lang),
    ]


def hint(lang: str) -> list[Component]:
    """Nothing chosen: how to read the table, and what the verdicts mean."""
    meanings = [
        part
        for verdict in verdicts.ORDER
        for part in (
            html.Dt(verdicts.mark(verdict, lang)),
            html.Dd(say(lang, f"meaning.{verdict}")),
        )
    ]
    return [
        html.H2(say(lang, "figures.hint_title")),
        html.P(say(lang, "figures.hint")),
        html.Dl(meanings, className="meanings"),
        html.P(say(lang, "figures.rounding"), className="note"),
    ]


def section(key: str, content: Component | None, lang: str) -> list[Component]:
    """A heading and what stands under it; nothing where there is nothing to say."""
    return [html.H3(say(lang, key)), content] if content else []


def heading(row: dict, lang: str) -> html.Div:
    about = f"{row['subject']} · {period(lang, row['period'])}"
    return html.Div(
        [
            verdicts.mark(row["verdict"], lang),
            html.H2(row["measure"]),
            html.P(about),
        ],
        className="heading",
    )


def result_text(row: dict, value: float | None) -> str:
    """A result to two digits more than is printed."""
    least = decimals_of(row["printed_value"])
    return plain(value, least + 2, least)


def difference_text(row: dict) -> str:
    least = decimals_of(row["printed_value"])
    return signed(row["difference"], least + 2, least)


def comparison(row: dict, lang: str) -> html.Dl:
    unit = "" if row["unit"] == "none" else row["unit"]
    told = {
        "detail.printed": row["printed_value"],
        "detail.recomputed": result_text(row, row["recomputed_value"]),
        "detail.difference": difference_text(row),
    }
    parts = [
        html.Div([html.Dt(say(lang, key)), html.Dd(value)])
        for key, value in told.items()
    ]
    parts.append(html.Div([html.Dt(say(lang, "column.unit")), html.Dd(unit)]))
    return html.Dl(parts, className=f"comparison {row['verdict']}")


def printed_words(row: dict) -> html.Div:
    """The words as printed; they are Chinese in either language."""
    words = html.Blockquote(row["printed_text"], lang="zh-CN")
    return html.Div([words, html.P(row["clause"], className="note", lang="zh-CN")])


def expression(row: dict, lang: str) -> html.Div | None:
    if not row["expression"]:
        return None
    sides = {side: exact(row[side]) for side in ("numerator", "denominator")}
    notes = [say(lang, "detail.sides", **sides)]
    if row["rounding_spread"]:
        spread = plain(row["rounding_spread"], 4)
        notes.append(say(lang, "detail.spread", spread=spread))
    return html.Div(
        [html.P(row["expression"]), *(html.P(n, className="note") for n in notes)]
    )


def other_reading(row: dict, lang: str) -> html.Div | None:
    if not row["other_reading"]:
        return None
    key = "detail.other_result" if row["other_reading_agrees"] else "detail.other_fails"
    value = result_text(row, row["other_recomputed_value"])
    result = html.P([row["other_expression"], " ", html.B(say(lang, key, value=value))])
    # the explanation of a reading that agrees already holds its words
    said = row["other_reading"] in row["explanation"]
    return html.Div([*([] if said else [html.P(row["other_reading"])]), result])


def source(row: dict, lang: str) -> html.Div:
    """Document, address, extract file and row, and how sure the source is."""
    file = say(lang, "detail.file", file=row["file_name"], row=row["file_row"])
    told = f"{file} · {say(lang, 'status.' + row['status'])}"
    return html.Div(
        [
            html.P(row["document"]),
            html.P(address(row["document_address"], lang), className="note"),
            html.P(told, className="note", title=f"sha256 {row['file_id']}"),
        ]
    )


def address(text: str, lang: str) -> Component | str:
    if not text.startswith(("http://", "https://")):
        return text
    label = say(lang, "detail.address")
    return html.A(text, href=text, target="_blank", rel="noreferrer", title=label)


def query(row: dict, lang: str) -> html.Div:
    sql = printed.figure_query(row["statistic_id"])
    copy = dcc.Clipboard(content=sql, title=say(lang, "detail.copy"), className="copy")
    return html.Div([html.Code(sql), copy], className="query")
