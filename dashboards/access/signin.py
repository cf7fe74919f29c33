"""Signing in: one gate before everything, sessions that end, attempts that are limited.

Without a folder of accounts the dashboard is open, and answers this machine alone.
"""

import secrets
from datetime import timedelta
from pathlib import Path
from time import time
from urllib.parse import urlencode, urlsplit

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    redirect,
    render_template_string,
    request,
    session,
)
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, current_user, login_user, logout_user
from werkzeug.wrappers import Response as Answer

from dashboards.access import oidc
from dashboards.access.accounts import Account, Accounts
from dashboards.words import HTML_LANGUAGE, LANGUAGES, say

IDLE, WHOLE = timedelta(minutes=30), timedelta(hours=10)
# wrong attempts in a quarter of an hour: of one reader on one account, of one machine,
# and on one account from anywhere
LIMITS = ("5 per 15 minutes", "20 per 15 minutes", "50 per hour")
OPEN_PATHS = ("/sign-in", "/sign-in/oidc", "/sign-in/oidc/back")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
PAGE = Path(__file__).with_name("signin.html").read_text("utf-8")


def connect(server: Flask, folder: Path | None, https: bool = False) -> None:
    """Put the gate before the application.

    Args:
        folder: where accounts are kept; None opens the dashboard to this machine.
        https: whether readers come by HTTPS, so that cookies may insist on it.
    """
    server.config["OPEN"] = folder is None
    server.before_request(refuse_strangers)
    if folder is None:
        server.before_request(refuse_other_machines)
        return
    server.config.update(
        SECRET_KEY=secret(folder),
        PERMANENT_SESSION_LIFETIME=IDLE,
        SESSION_COOKIE_NAME="yigai",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=https,
    )
    accounts = Accounts(folder / "accounts.db")
    server.extensions["yigai_accounts"] = accounts
    manager = LoginManager(server)
    manager.session_protection = "strong"
    manager.user_loader(accounts.of_session)
    server.before_request(gate)
    server.after_request(private)
    add_doors(server)
    oidc.connect(server, enter)


def add_doors(server: Flask) -> None:
    limiter = Limiter(get_remote_address, app=server, storage_uri="memory://")
    door = sign_in
    for limit, key in zip(LIMITS, (who_and_where, where, who), strict=True):
        door = limiter.limit(
            limit, key_func=key, methods=["POST"], deduct_when=was_wrong
        )(door)
    server.add_url_rule("/sign-in", "sign_in", door, methods=["GET", "POST"])
    server.add_url_rule("/sign-out", "sign_out", sign_out, methods=["POST"])
    server.register_error_handler(429, too_many)


def secret(folder: Path) -> str:
    """The key that signs sessions: made once, readable by its owner alone."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / "session.key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), "utf-8")
    return path.read_text("utf-8").strip()


def gate() -> Answer | None:
    """Let pass who is signed in, and what shows nothing."""
    if request.path in OPEN_PATHS or request.path.startswith("/assets/"):
        return None
    if current_user.is_authenticated and time() < session.get("until", 0):
        session.modified = True  # every request starts the idle time anew
        return None
    ended = "until" in session
    logout_user()
    session.clear()
    if request.method != "GET" or request.path.startswith(("/_dash", "/download")):
        abort(401)
    lang = {"lang": "en"} if request.args.get("lang") == "en" else {}
    return to_door(request.full_path, ended="1" if ended else "", **lang)


def to_door(back: str, **more: str) -> Answer:
    said = {"next": back.rstrip("?"), **{k: v for k, v in more.items() if v}}
    return redirect(f"/sign-in?{urlencode(said)}")


def sign_in() -> Answer | tuple[str, int] | str:
    """The door: a form, and what it sends."""
    if request.method == "GET":
        said = [key for key in ("ended", "unknown") if request.args.get(key)]
        return form(f"signin.{said[0]}" if said else "")
    accounts: Accounts = current_app.extensions["yigai_accounts"]
    name = request.form.get("name", "")
    account = accounts.check(name, request.form.get("password", ""))
    accounts.tried(name, where(), "in" if account else "refused")
    if account is None:
        return form("signin.wrong"), 401
    return enter(account)


def enter(account: Account) -> Answer:
    """Start a fresh session and go where the reader wanted to."""
    back = safe(request.args.get("next") or session.get("next") or "/")
    session.clear()
    session.permanent = True
    session["until"] = time() + WHOLE.total_seconds()
    login_user(account)
    return redirect(back)


def sign_out() -> Answer:
    logout_user()
    session.clear()
    return redirect("/sign-in")


def safe(address: str) -> str:
    """An address of this dashboard; any other becomes the first page."""
    parts = urlsplit(address.replace("\\", "/"))
    inside = not parts.scheme and not parts.netloc and address.startswith("/")
    return address if inside and not address.startswith("//") else "/"


def form(said: str) -> str:
    lang = request.args.get("lang", "zh")
    lang = lang if lang in LANGUAGES else "zh"
    other = "en" if lang == "zh" else "zh"
    return render_template_string(
        PAGE,
        lang=HTML_LANGUAGE[lang],
        other=urlencode(request.args.to_dict() | {"lang": other}),
        other_lang=HTML_LANGUAGE[other],
        said=say(lang, said) if said else "",
        has_oidc=oidc.is_configured(),
        query=request.query_string.decode("ascii", "ignore"),
        word=lambda key: say(lang, key),
    )


def too_many(_: Exception) -> tuple[str, int]:
    return form("signin.limited"), 429


def was_wrong(response: Response) -> bool:
    return response.status_code == 401


def where() -> str:
    return request.remote_addr or ""


def who() -> str:
    return "who:" + request.form.get("name", "").strip().lower()[:64]


def who_and_where() -> str:
    return f"{where()} {who()}"


def refuse_strangers() -> None:
    """Another site's page must not act in a reader's name."""
    origin = request.headers.get("Origin")
    if request.method == "POST" and origin and urlsplit(origin).netloc != request.host:
        abort(403)


def refuse_other_machines() -> None:
    """Open means this machine: a foreign name that leads here is refused too."""
    name = urlsplit(f"//{request.host}").hostname
    if name not in LOOPBACK:
        abort(403)


def private(response: Response) -> Response:
    """What is behind the gate is in no shared cache."""
    if not request.path.startswith(("/assets/", "/_dash-component-suites")):
        response.headers["Cache-Control"] = "no-store, private"
    return response
