"""What stands around every page: header, filters, banner, footer, the origin panel."""

import logging
from collections.abc import Callable
from functools import lru_cache

import orjson
from dash import dcc, html
from dash.development.base_component import Component
from flask import current_app

from dashboards import chosen as choosing
from dashboards import numbers, wire
from dashboards.access import reader
from dashboards.access.scope import scope_of
from dashboards.chosen import Chosen
from dashboards.components import choices, provenance
from dashboards.view import View
from dashboards.warehouse import NoData, NoPublication, edition, publication
from dashboards.words import HTML_LANGUAGE, say

PAGES = {
    "overview": "/",
    "county": "/county",
    "indicator": "/indicator",
    "income": "/income",
    "flow": "/flow",
    "signing": "/signing",
    "communities": "/communities",
    "quality": "/quality",
    "figures": "/printed-figures",
    "dictionary": "/dictionary",
}
Body = Callable[[Chosen], list]
LOG = logging.getLogger(__name__)


def page(name: str, view: View, filters: tuple[str, ...], body: Body) -> html.Div:
    """A page on computed indicators: title and filters, then what `body` makes.

    Args:
        name: of the page, as in PAGES.
        filters: which of place, indicator, by, period, tier, geo stand beside the
            title.
        body: makes the content from what is chosen.
    """

    def content() -> list | orjson.Fragment:
        try:
            # an open origin does not change what is beside it
            seen = view.with_(cell="")
            return made((*edition(), scope_of()), name, seen, filters, body)
        except NoData:
            return no_data(name, view.lang)
        except NoPublication:
            raise
        except Exception:
            # one page that cannot be made must not look like one that still loads
            LOG.exception("page %s of %s", name, view.address(PAGES[name]))
            return failed(name, view)

    return framed(name, view, content)


@lru_cache(maxsize=128)
def made(
    _: tuple, name: str, view: View, filters: tuple[str, ...], body: Body
) -> orjson.Fragment:
    """The same view of the same publication, in the same scope, is made once."""
    it = choosing.chosen(view)
    return wire.written([*banner(it), heading(name, it, filters), *body(it)])


def framed(
    name: str, view: View, body: Callable[[], list | orjson.Fragment]
) -> html.Div:
    """A whole page; without a publication it says what to do instead."""
    try:
        content, foot = body(), publication_line(view.lang)
        drawer = [provenance.drawer(view)]
    except NoPublication:
        content, foot, drawer = missing(), "", []
    return html.Div(
        [
            html.A(say(view.lang, "app.skip"), href="#content", className="skip"),
            dcc.Store(id="lang", data=view.lang),
            header(name, view),
            html.Main(content, id="content", className=f"page page-{name}"),
            *drawer,
            footer(foot, view.lang),
        ],
        className="frame",
        lang=HTML_LANGUAGE[view.lang],
    )


def heading(name: str, it: Chosen, filters: tuple[str, ...]) -> html.Div:
    """The page's title, and its filters."""
    return html.Div([title(name, it.lang), choices.bar(it, filters)], className="title")


def title(name: str, lang: str) -> html.H1:
    """The page's name; beside the Chinese one stands the English, small."""
    key = f"nav.{name}"
    english = html.Span(say("en", key), className="english", lang="en")
    return html.H1([say(lang, key), *([english] if lang == "zh" else [])])


def banner(it: Chosen) -> list[Component]:
    """Made-up places say so on every page."""
    if not it.division["is_synthetic"]:
        return []
    mark = html.B(say(it.lang, "banner.synthetic_mark"))
    said = say(it.lang, "banner.synthetic", name=it.division["name"])
    return [html.P([mark, said], className="banner", role="note")]


def header(name: str, view: View) -> html.Header:
    brand = html.Span(
        [html.Span("医改", className="brand-mark"), say(view.lang, "app.name")],
        className="brand",
    )
    label = say(view.lang, "app.navigation")
    links = html.Nav(
        [page_link(to, name, view) for to in PAGES], **{"aria-label": label}
    )
    return html.Header([brand, links, *account(view.lang), language_link(name, view)])


def page_link(to: str, here: str, view: View) -> dcc.Link | html.A:
    """A link to a page, with the filters that all pages share.

    The page itself, chosen again, starts afresh.
    """
    shown, address = say(view.lang, f"nav.{to}"), view.elsewhere().address(PAGES[to])
    if to == here:
        return html.A(shown, href=address, **{"aria-current": "page"})
    return dcc.Link(shown, href=address)


def account(lang: str) -> list[Component]:
    """Who is signed in, and the way out."""
    who = reader()
    if who.role == "open" or not who.name:
        return []
    told = say(lang, "app.account", name=who.name, role=say(lang, f"role.{who.role}"))
    # a form, because a link could sign a reader out from any other site
    button = html.Button(say(lang, "app.sign_out"), type="submit", className="quiet")
    form = html.Form(button, action="/sign-out", method="post")
    return [html.Div([html.Span(told, title=told), form], className="account")]


def language_link(name: str, view: View) -> html.Div:
    other = view.with_(lang="en" if view.lang == "zh" else "zh")
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
    facts = publication()
    return say(
        lang,
        "footer.publication",
        id=facts["publication_id"],
        when=facts["published_at"][:16].replace("T", " "),
        files=facts["files"],
        rows=numbers.plain(facts["landed"]),
    )


def no_data(name: str, lang: str) -> list:
    """Only printed figures were landed: said kindly, with the way to them."""
    way = View(lang).address(PAGES["figures"])
    text = html.Div(
        [
            html.H2(say(lang, "empty.title")),
            html.P(say(lang, "empty.text")),
            dcc.Link(say(lang, "empty.figures"), href=way),
        ],
        id="no-data",
    )
    return [html.Div(title(name, lang), className="title"), text]


def failed(name: str, view: View) -> list:
    """A page that could not be made: said, with what to do and where it is noted."""
    lang = view.lang
    text = html.Div(
        [
            html.H2(say(lang, "failed.title")),
            html.P(say(lang, "failed.text", address=view.address(PAGES[name]))),
            html.A(say(lang, "failed.afresh"), href=View(lang).address(PAGES[name])),
        ],
        id="failed",
        role="alert",
    )
    return [html.Div(title(name, lang), className="title"), text]


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
