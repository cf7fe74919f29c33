"""Signing in through an organisation's OIDC, where the environment names one.

OIDC says who a reader is; what they may see is said by the account of that name.
"""

import os
from collections.abc import Callable

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Flask, current_app, redirect, request, session, url_for
from joserfc.errors import JoseError
from werkzeug.wrappers import Response as Answer

from dashboards.access.accounts import Account, Accounts

NAMES = ("YIGAI_OIDC_ISSUER", "YIGAI_OIDC_CLIENT_ID", "YIGAI_OIDC_CLIENT_SECRET")


def is_configured() -> bool:
    return all(os.environ.get(name) for name in NAMES)


def connect(server: Flask, enter: Callable[[Account], Answer]) -> None:
    """Add the way out to the organisation, and the way back."""
    if not is_configured():
        return
    issuer, client_id, client_secret = (os.environ[name] for name in NAMES)
    client = OAuth(server).register(
        "oidc",
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_id=client_id,
        client_secret=client_secret,
        client_kwargs={
            "scope": "openid profile email",
            "code_challenge_method": "S256",
        },
    )

    def out() -> Answer:
        session["next"] = request.args.get("next", "/")
        return client.authorize_redirect(url_for("oidc_back", _external=True))

    def back() -> Answer:
        accounts: Accounts = current_app.extensions["yigai_accounts"]
        try:
            said = client.authorize_access_token().get("userinfo") or {}
        except (OAuthError, JoseError):
            return redirect("/sign-in")
        claim = os.environ.get("YIGAI_OIDC_NAME_CLAIM", "preferred_username")
        name = str(said.get(claim) or "")
        account = accounts.find(name) if name else None
        accounts.tried(
            name, request.remote_addr or "", "oidc" if account else "unknown"
        )
        return enter(account) if account else redirect("/sign-in?unknown=1")

    server.add_url_rule("/sign-in/oidc", "oidc_out", out)
    server.add_url_rule("/sign-in/oidc/back", "oidc_back", back)
