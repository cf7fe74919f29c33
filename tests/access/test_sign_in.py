"""Signing in, accounts, sessions, headers: each line is tried from the other side."""

import json
import sqlite3
import stat
import threading
import time
from urllib.request import Request, urlopen

import pytest
import waitress
from access.people import OWN, PEOPLE, SECRET, enter

from dashboards.access import signin
from dashboards.access.accounts import Accounts, WrongAccount
from dashboards.app import BEHIND_PROXY, create_app, serve


@pytest.mark.parametrize(
    "path",
    ["/", "/indicator?place=890105", "/_dash-layout", "/_dash-dependencies",
     "/download/overview-headlines.csv", "/nowhere", "/_reload-hash"],
)  # fmt: skip
def test_nobody_sees_anything_before_signing_in(client, path):
    got = client.get(path)
    assert got.status_code in (302, 401)
    assert "示范" not in got.text
    if got.status_code == 302:
        assert got.location.startswith("/sign-in?")


@pytest.mark.parametrize("path", ["/_dash-update-component", "/exported"])
def test_no_call_is_answered_before_signing_in(client, path):
    assert client.post(path, json={"what": "x", "kind": "png"}).status_code == 401


def test_signing_in_leads_back_to_the_view(client):
    asked = client.get("/indicator?place=890103&by=year")
    got = client.post(asked.location, data={"name": "Chen ", "password": SECRET})
    assert got.location == "/indicator?place=890103&by=year"
    assert client.get("/indicator").status_code == 200


@pytest.mark.parametrize(
    "next_", ["https://else.example/x", "//else.example", "/\\else.example", "x", ""]
)
def test_signing_in_leads_nowhere_else(client, next_):
    assert enter(client, "chen", next=next_).location == "/"


@pytest.mark.parametrize(
    ("name", "password"),
    [("chen", "wrong"), ("nobody", SECRET), ("", ""), ("chen' --", SECRET)],
)
def test_a_wrong_password_or_name_says_the_same(client, name, password):
    got = enter(client, name, password, lang="en")
    assert got.status_code == 401
    assert "The account or the password is wrong." in got.text
    assert client.get("/").status_code == 302


def test_attempts_are_limited(client):
    for _ in range(5):
        assert enter(client, "chen", "wrong password!").status_code == 401
    got = enter(client, "chen")
    assert got.status_code == 429
    assert "15 分钟" in got.text
    assert enter(client, "rui").status_code == 302


def test_a_right_password_counts_for_no_attempt(client):
    for _ in range(8):
        assert enter(client, "chen").status_code == 302


def test_sessions_end_when_idle_and_after_a_day(client, monkeypatch):
    enter(client, "chen")
    cookie = client.get_cookie("yigai")
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    now = time.time()
    monkeypatch.setattr(signin, "time", lambda: now + 11 * 3600)
    got = client.get("/")
    assert got.status_code == 302
    assert "ended=1" in got.location
    monkeypatch.undo()
    enter(client, "chen")
    later = now + signin.IDLE.total_seconds() + 5
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: later)
    assert client.get("/").status_code == 302


def test_a_new_password_or_a_closed_account_ends_sessions(client, folder):
    accounts = Accounts(folder / "accounts.db")
    enter(client, "chen")
    accounts.add("chen", "county", OWN, "another long phrase")
    assert client.get("/").status_code == 302
    enter(client, "chen", "another long phrase")
    assert client.get("/").status_code == 200
    assert accounts.remove("CHEN")
    assert client.get("/").status_code == 302
    assert enter(client, "chen", "another long phrase").status_code == 401


def test_a_session_cannot_be_made_up(client, app, published, tmp_path):
    other = create_app(published, tmp_path / "elsewhere")
    Accounts(tmp_path / "elsewhere" / "accounts.db").add("chen", "reader", "", SECRET)
    forger = other.server.test_client()
    enter(forger, "chen")
    client.set_cookie("yigai", forger.get_cookie("yigai").value)
    assert client.get("/").status_code == 302


def test_signing_out_is_no_link(client):
    enter(client, "chen")
    client.get("/sign-out")
    assert client.get("/_dash-layout").status_code == 200
    client.post("/sign-out")
    assert client.get("/").status_code == 302


def test_another_site_cannot_act_in_a_readers_name(client):
    enter(client, "chen")
    foreign = {"Origin": "https://else.example"}
    assert client.post("/sign-out", headers=foreign).status_code == 403
    assert client.post("/exported", json={}, headers=foreign).status_code == 403
    assert client.get("/").status_code == 200


def test_passwords_are_hashed_and_the_file_is_private(folder):
    path = folder / "accounts.db"
    assert SECRET.encode() not in path.read_bytes()
    with sqlite3.connect(path) as con:
        hashes = [row[0] for row in con.execute("select password_hash from accounts")]
    assert len(set(hashes)) == len(PEOPLE)
    assert all(found.startswith("$argon2id$") for found in hashes)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "role", "division", "password"),
    [
        ("x", "reader", "", SECRET),
        ("a b", "reader", "", SECRET),
        ("anna", "boss", "", SECRET),
        ("anna", "county", "8901", SECRET),
        ("anna", "analyst", "890101", SECRET),
        ("anna", "reader", "", "short"),
        ("annaannaanna", "reader", "", "annaannaanna"),
    ],
)
def test_accounts_that_cannot_be(tmp_path, name, role, division, password):
    with pytest.raises(WrongAccount):
        Accounts(tmp_path / "a.db").add(name, role, division, password)


def test_an_account_without_a_password_cannot_use_one(client, folder):
    Accounts(folder / "accounts.db").add("olga", "reader", "", None)
    assert enter(client, "olga", "").status_code == 401
    assert enter(client, "olga", "nobody has this password").status_code == 401


def test_the_demo_is_for_this_machine_alone(published):
    with pytest.raises(ValueError, match="this machine"):
        serve(published, host="0.0.0.0")
    client = create_app(published).server.test_client()
    assert client.get("/").status_code == 200
    assert client.get("/", headers={"Host": "evil.example:8050"}).status_code == 403


def test_every_answer_carries_its_headers(client):
    for path in ("/sign-in", "/", "/assets/1_base.css"):
        headers = client.get(path).headers
        assert headers["X-Frame-Options"] == "DENY"
        assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"].split("script-src")[1]
    enter(client, "rui")
    assert "no-store" in client.get("/_dash-layout").headers["Cache-Control"]


def test_a_cookie_is_for_https_alone_where_readers_come_by_it(published, folder):
    client = create_app(published, folder, https=True).server.test_client()
    got = client.post(
        "/sign-in",
        data={"name": "chen", "password": SECRET},
        base_url="https://localhost",
    )
    assert "Secure" in got.headers["Set-Cookie"]


# a server that is closed from another thread complains
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize(
    ("options", "seen"),
    [(BEHIND_PROXY, "203.0.113.7 https"), ({}, "127.0.0.1 http")],
)
def test_only_a_proxy_that_was_told_of_says_who_the_reader_is(options, seen):
    """Else all readers behind it share one address, or anyone may take another's."""

    def told(environ, start):
        start("200 OK", [])
        return [f"{environ['REMOTE_ADDR']} {environ['wsgi.url_scheme']}".encode()]

    server = waitress.create_server(told, host="127.0.0.1", port=0, **options)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    said = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
    address = f"http://127.0.0.1:{server.effective_port}"
    with urlopen(Request(address, headers=said)) as answer:
        assert answer.read().decode() == seen
    server.close()
    thread.join(timeout=5)


def test_callbacks_tell_a_stranger_nothing(client):
    answer = client.post("/_dash-update-component", json={"output": "origin-content"})
    assert json.loads(json.dumps(answer.text)).find("示范") < 0
