"""What stands around every page: header, language switch, footer."""

from collections.abc import Callable
from dataclasses import replace

from dash import dcc, html
from dash.development.base_component import Component
from flask import current_app

from dashboards import numbers, warehouse
from dashboards.view import View
from dashboards.words import HTML_LANGUAGE, say

PAGES = {"headlines": "/", "figures": "/printed-figures"}


def framed(name: str, view: View, body: Callable[[], list]) -> html.Div:
    """A whole page; without a publication it says what to do instead."""
    try:
        content, foot = body(), publication_line(view.lang)
    except warehouse.NoPublication:
        content, foot = missing(), ""
    return html.Div(
        [
            html.A(say(view.lang, "app.skip"), href="#content", className="skip"),
            dcc.Store(id="lang", data=view.lang),
            header(name, view),
            html.Main(content, id="content", className=f"page page-{name}"),
            footer(foot, view.lang),
        ],
        className="frame",
        lang=HTML_LANGUAGE[view.lang],
    )


def header(name: str, view: View) -> html.Header:
    brand = html.Span(
        [html.Span("医改", className="brand-mark"), say(view.lang, "app.name")],
        className="brand",
    )
    label = say(view.lang, "app.navigation")
    links = html.Nav(
        [page_link(to, name, view.lang) for to in PAGES], **{"aria-label": label}
    )
    return html.Header([brand, links, language_link(name, view)])


def page_link(to: str, here: str, lang: str) -> dcc.Link | html.A:
    """A link to a page; the page itself, chosen again, starts afresh."""
    title, address = say(lang, f"{to}.title"), View(lang).address(PAGES[to])
    if to == here:
        return html.A(title, href=address, **{"aria-current": "page"})
    return dcc.Link(title, href=address)


def language_link(name: str, view: View) -> html.Div:
    other = replace(view, lang="en" if view.lang == "zh" else "zh")
    link = dcc.Link(
        say(view.lang, "app.language"),
        id="language",
        href=other.address(PAGES.get(name, "/")),
        title=say(view.lang, "app.language_label"),
        className="language",
    )
    return html.Div(link, lang=HTML_LANGUAGE[other.lang])


def footer(line: str, lang: str) -> html.Footer:
    return html.Footer([html.Span(line), html.Span(say(lang, "footer.offline"))])


def publication_line(lang: str) -> str:
    facts = warehouse.publication()
    return say(
        lang,
        "footer.publication",
        id=facts["publication_id"],
        when=facts["published_at"][:16].replace("T", " "),
        files=facts["files"],
        rows=numbers.plain(facts["landed"]),
    )


def title(key: str, lang: str, label: Component | str) -> html.Div:
    """The page's title; beside the Chinese one stands the English, small."""
    english = html.Span(say("en", key), className="english", lang="en")
    main = html.H1([say(lang, key), *([english] if lang == "zh" else [])])
    return html.Div([main, label], className="title")


def missing() -> list:
    """No publication: said in both languages, with the commands that make one."""
    path = str(current_app.config["PUBLISHED"])
    return [html.Div([missing_in(lang, path) for lang in HTML_LANGUAGE], id="missing")]


def missing_in(lang: str, path: str) -> html.Section:
    commands = [
        html.Li([html.Code(f"yigai {name}"), say(lang, f"missing.{name}")])
        for name in ("demo", "run")
    ]
    return html.Section(
        [
            html.H1(say(lang, "missing.title")),
            html.P(say(lang, "missing.text")),
            html.Ul(commands),
            html.P(say(lang, "missing.path", path=path), className="note"),
        ],
        lang=HTML_LANGUAGE[lang],
    )


def not_found(**query: object) -> html.Div:
    view = View.of(**query)
    content = [
        html.H1(say(view.lang, "missing.page")),
        dcc.Link(say(view.lang, "missing.back"), href=View(view.lang).address("/")),
    ]
    return framed("none", view, lambda: content)
