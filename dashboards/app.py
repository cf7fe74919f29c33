"""The dashboard's application: `serve` for people, `create_app` for servers."""

import logging
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import dash
import waitress
from dash import Dash, Input, Output, html
from flask import request

from dashboards import downloads, frame, warehouse
from dashboards.pages import headlines, printed_figures
from dashboards.view import View
from dashboards.words import HTML_LANGUAGE, say

PAGES = (headlines, printed_figures)


# a browser asks for all its files at once; that they queue is no news
logging.getLogger("waitress.queue").setLevel(logging.ERROR)


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
        return super().index(*args, **options).replace("zh-CN", lang, 1)


def keep_page(error: Exception) -> None:
    """Between two publications a page stays as it is; other errors are errors."""
    if not isinstance(error, warehouse.NoPublication):
        raise error


def create_app(published: Path) -> Dash:
    """Make the application.

    Args:
        published: the published warehouse, or a link to it that may be moved to
            the next publication at any time.
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
    for page in PAGES:
        title = " ".join(say(lang, f"{page.NAME}.title") for lang in ("zh", "en"))
        dash.register_page(
            page.NAME, path=page.PATH, title=f"{title} · yigai", layout=page.layout
        )
        page.connect(app)
    dash.register_page("not_found_404", layout=frame.not_found)
    app.layout = html.Div(dash.page_container)
    app.clientside_callback(
        "dash_clientside.yigai.name_language",
        Output("content", "lang"),
        Input("lang", "data"),
    )
    downloads.connect(app.server)
    return app


def serve(published: Path, host: str = "127.0.0.1", port: int = 8050) -> None:
    """Serve until stopped. There is no sign-in yet: keep to this machine."""
    waitress.serve(create_app(published).server, host=host, port=port, threads=8)


@contextmanager
def running(published: Path) -> Generator[str]:
    """Serve beside the caller, on a free port of this machine; yield the address."""
    app = create_app(published)
    server = waitress.create_server(app.server, host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(timeout=5)
