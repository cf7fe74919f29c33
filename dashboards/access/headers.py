"""Headers that keep a browser from being turned against its reader."""

from functools import lru_cache

from dash import Dash
from flask import Response

SAID = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


RULES = (
    "default-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)


def connect(app: Dash) -> None:
    """Add them to every answer."""

    @lru_cache(maxsize=1)
    def policy() -> str:
        # Dash adds scripts of its own with the first request: asked for after it
        scripts = " ".join(app.csp_hashes())
        return "; ".join((*RULES, f"script-src 'self' {scripts}"))

    def said(response: Response) -> Response:
        for name, value in SAID.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", policy())
        return response

    app.server.after_request(said)
