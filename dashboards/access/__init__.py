"""Who reads, and what they may see."""

from flask import current_app, has_request_context
from flask_login import current_user

from dashboards.access.accounts import NOBODY_HERE, OPEN, Account


def reader() -> Account:
    """Who asks now."""
    if current_app.config.get("OPEN"):
        return OPEN
    if has_request_context() and current_user.is_authenticated:
        return current_user._get_current_object()
    return NOBODY_HERE


__all__ = ["Account", "reader"]
