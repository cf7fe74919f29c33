"""The dashboard's application: `serve` for people, `create_app` for servers."""

import logging
import re
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import dash
import waitress
from dash import Dash, Input, Output, State, html
from flask import Flask, request

from dashboards import downloads, frame, pages, warehouse, wire
from dashboards.access import headers, signin
from dashboards.components import provenance
from dashboards.view import View
from dashboards.words import HTML_LANGUAGE, LANGUAGES, say

# a browser asks for all its files at once; that they queue is no news
logging.getLogger("waitress.queue").setLevel(logging.ERROR)

YEAR = 365 * 24 * 3600  # seconds
# HTTPS is ended by a proxy on this machine: it says who the reader is, nobody else may
BEHIND_PROXY: dict[str, Any] = {
    "url_scheme": "https",
    "trusted_proxy": "127.0.0.1",
    "trusted_proxy_count": 1,
    "trusted_proxy_headers": "x-forwarded-for x-forwarded-host x-forwarded-proto",
    "clear_untrusted_proxy_headers": True,
}
# the pages with tables of many rows, and the script that they alone need
GRIDS = [frame.PAGES[name] for name in ("figures", "dictionary")]
GRID_SCRIPT = re.compile(r'<script src="([^"]*/dash_ag_grid\.[^"]*)"></script>')
INDEX = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
{%metas%}
<title>{%title%}</title>
<link rel="icon" type="image/svg+xml" href="/assets/icon.svg">
{%css%}
</head>
<body>
{%app_entry%}
{%config%}
{%scripts%}
{%renderer%}
</body>
</html>"""


class Dashboard(Dash):
    """Dash, whose first answer already names its language."""

    def index(self, *args: object, **options: object) -> str:
        """The page around the application."""
        lang = HTML_LANGUAGE[View.of(**request.args.to_dict()).lang]
        page = super().index(*args, **options).replace("zh-CN", lang, 1)
        if request.path in GRIDS:
            return page
        later = f'<link id="grid-script" data-pages="{" ".join(GRIDS)}" href="\\1">'
        return GRID_SCRIPT.sub(later, page)


def keep_page(error: Exception) -> None:
    """Between two publications a page stays as it is; other errors are errors."""
    if not isinstance(error, warehouse.NoPublication):
        raise error


def create_app(
    published: Path, accounts: Path | None = None, https: bool = False
) -> Dash:
    """Make the application.

    Args:
        published: the published warehouse, or a link to it that may be moved to
            the next publication at any time.
        accounts: the folder of accounts; None lets everyone in, for this machine
            alone.
        https: whether readers come by HTTPS.
    """
    app = Dashboard(
        __name__,
        use_pages=True,
        pages_folder="",
        index_string=INDEX,
        title=say("zh", "app.title"),
        update_title="",
        suppress_callback_exceptions=True,
        on_error=keep_page,
    )
    app.server.config["PUBLISHED"] = Path(published)
    # the address of an asset holds the time of its last change
    app.server.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR
    app.server.teardown_appcontext(warehouse.close)
    signin.connect(app.server, accounts, https)
    for page in pages.ALL:
        title = " ".join(say(lang, f"nav.{page.NAME}") for lang in ("zh", "en"))
        dash.register_page(
            page.__name__, path=page.PATH, title=f"{title} · yigai", layout=page.layout
        )
        page.connect(app)
    dash.register_page("not_found_404", layout=frame.not_found)
    app.layout = html.Div(dash.page_container)
    connect(app)
    downloads.connect(app.server)
    headers.connect(app)
    return app


def connect(app: Dash) -> None:
    """What every page shares: its language, its filters, the origin of its numbers."""
    app.clientside_callback(
        "dash_clientside.yigai.name_language",
        Output("content", "lang"),
        Input("lang", "data"),
    )
    app.clientside_callback(
        "dash_clientside.yigai.choose_shared",
        Output("_pages_location", "search"),
        Input({"type": "choice", "name": dash.ALL}, "value"),
        State({"type": "choice", "name": dash.ALL}, "id"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        "dash_clientside.yigai.open_origin",
        Output("cell", "data"),
        Input({"type": "chart", "name": dash.ALL}, "clickData"),
        prevent_initial_call=True,
    )
    provenance.connect(app)


def serve(
    published: Path,
    host: str = "127.0.0.1",
    port: int = 8050,
    accounts: Path | None = None,
    https: bool = False,
) -> None:
    """Serve until stopped. Without accounts it is open, and for this machine alone."""
    if accounts is None and host not in ("127.0.0.1", "::1", "localhost"):
        raise ValueError("不登录只能对本机开放 without sign-in: this machine alone")
    server = create_app(published, accounts, https).server
    warm(server)
    waitress.serve(
        server, host=host, port=port, threads=8, **(BEHIND_PROXY if https else {})
    )


def warm(server: Flask) -> None:
    """Open the publication and every page before the first reader comes.

    What a first answer of its kind costs more, the start pays: modules that load when
    they are used, questions whose answers are kept. Pages are made as nobody sees them.
    """
    with server.app_context(), suppress(warehouse.NoPublication):
        warehouse.instance(warehouse.edition())
        for page in pages.ALL:
            for lang in LANGUAGES:
                page.layout(lang=lang)
    wire.settle()


@contextmanager
def running(published: Path, accounts: Path | None = None) -> Generator[str]:
    """Serve beside the caller, on a free port of this machine; yield the address."""
    app = create_app(published, accounts)
    server = waitress.create_server(app.server, host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(timeout=5)
