"""What leaves the dashboard is written down: who, what, when, of which publication."""

from flask import current_app, request

from dashboards.access import reader
from dashboards.access.accounts import Accounts


def exported(what: str, kind: str, publication: str) -> None:
    """Write an export down; a log that cannot be written stops the export."""
    accounts: Accounts | None = current_app.extensions.get("yigai_accounts")
    if accounts is not None:
        accounts.exported(reader(), request.full_path, what, kind, publication)
