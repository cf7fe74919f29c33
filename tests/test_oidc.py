"""Signing in through an organisation, played by a small provider on this machine."""

import threading
import time
from collections.abc import Generator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

from dashboards.access.accounts import Accounts
from dashboards.app import create_app

SECRET = "a long enough phrase"


class Provider:
    """An OIDC provider that knows one person and signs what it is told to."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "k"})
        self.person, self.audience, self.nonce = "chen", "yigai", ""
        self.server = make_server("127.0.0.1", 0, self.application(), threaded=True)
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def application(self) -> Flask:
        app = Flask("provider")
        app.add_url_rule("/.well-known/openid-configuration", "about", self.about)
        app.add_url_rule("/authorize", "authorize", self.authorize)
        app.add_url_rule("/token", "token", self.token, methods=["POST"])
        app.add_url_rule("/keys", "keys", self.keys)
        return app

    def about(self):
        return jsonify(
            issuer=self.address,
            authorization_endpoint=f"{self.address}/authorize",
            token_endpoint=f"{self.address}/token",
            jwks_uri=f"{self.address}/keys",
            id_token_signing_alg_values_supported=["RS256"],
        )

    def authorize(self):
        self.nonce = request.args["nonce"]
        assert request.args["code_challenge_method"] == "S256"
        back = request.args["redirect_uri"]
        return redirect(f"{back}?code=c&state={request.args['state']}")

    def token(self):
        now = int(time.time())
        said = {
            "iss": self.address, "aud": self.audience, "sub": "1", "iat": now,
            "exp": now + 60, "nonce": self.nonce, "preferred_username": self.person,
        }  # fmt: skip
        signed = jwt.encode({"alg": "RS256", "kid": "k"}, said, self.key)
        return jsonify(access_token="a", token_type="Bearer", id_token=signed)

    def keys(self):
        return jsonify(keys=[self.key.as_dict(private=False)])


@pytest.fixture(scope="module")
def running_provider() -> Generator[Provider]:
    found = Provider()
    thread = threading.Thread(target=found.server.serve_forever, daemon=True)
    thread.start()
    yield found
    found.server.shutdown()
    thread.join(timeout=5)


@pytest.fixture
def provider(running_provider: Provider) -> Provider:
    running_provider.person, running_provider.audience = "chen", "yigai"
    return running_provider


@pytest.fixture
def client(provider: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("YIGAI_OIDC_ISSUER", provider.address)
    monkeypatch.setenv("YIGAI_OIDC_CLIENT_ID", "yigai")
    monkeypatch.setenv("YIGAI_OIDC_CLIENT_SECRET", "s")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    Accounts(tmp_path / "accounts.db").add("chen", "county", "890103", None)
    return create_app(tmp_path / "none.duckdb", tmp_path).server.test_client()


def through(client, provider: Provider, **query: str):
    """Out to the organisation, and back with what it says."""
    import requests  # noqa: PLC0415

    out = client.get("/sign-in/oidc", query_string=query)
    back = requests.get(out.location, allow_redirects=False, timeout=10)
    parts = urlsplit(back.headers["Location"])
    assert parts.path == "/sign-in/oidc/back"
    return client.get(f"{parts.path}?{parts.query}")


def test_who_has_an_account_comes_in(client, provider):
    assert "用单位账号登录" in client.get("/sign-in").text
    got = through(client, provider, next="/flow?place=890103")
    assert got.location == "/flow?place=890103"
    assert client.get("/flow").status_code == 200


def test_who_has_none_is_told_so(client, provider):
    provider.person = "stranger"
    got = through(client, provider)
    assert "没有给它开户" in client.get(got.location).text
    assert client.get("/").status_code == 302


def test_what_is_meant_for_another_is_refused(client, provider):
    provider.audience = "another"
    assert through(client, provider).location.startswith("/sign-in")
    assert client.get("/").status_code == 302


def test_an_answer_that_nobody_asked_for_is_refused(client, provider):
    out = client.get("/sign-in/oidc")
    state = parse_qs(urlsplit(out.location).query)["state"][0]
    for query in (f"code=c&state={state}x", "code=c", "error=access_denied&state=x"):
        assert client.get(f"/sign-in/oidc/back?{query}").location == "/sign-in"
    assert client.get("/").status_code == 302


def test_an_account_of_the_organisation_has_no_password(client):
    got = client.post("/sign-in", data={"name": "chen", "password": SECRET})
    assert got.status_code == 401


def test_without_configuration_there_is_no_such_door(tmp_path):
    client = create_app(tmp_path / "none.duckdb", tmp_path).server.test_client()
    assert "用单位账号登录" not in client.get("/sign-in").text
    assert "/authorize" not in client.get("/sign-in/oidc").text
