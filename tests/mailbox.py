"""A server on this machine that takes what Apprise posts to `json://`."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any


class Mailbox:
    """The messages that came, and the URL that leads here."""

    def __init__(self, port: int) -> None:
        self.url = f"json://127.0.0.1:{port}/"
        self.messages: list[dict[str, Any]] = []

    @property
    def text(self) -> str:
        return "\n".join(f"{m['title']}\n{m['message']}" for m in self.messages)


@contextmanager
def mailbox(status: int = 200) -> Iterator[Mailbox]:
    """A mailbox that answers every message with a status."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            box.messages.append(json.loads(self.rfile.read(size)))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """The test's output is for the test."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    box = Mailbox(server.server_port)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield box
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
