"""A dashboard with accounts, and someone who asks it."""

import shutil
from pathlib import Path

import pytest
from access.people import PEOPLE, SECRET
from browser import pages_data

from dashboards.access.accounts import Accounts
from dashboards.app import create_app


@pytest.fixture(scope="session")
def published(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    path = folder / "yigai.duckdb"
    return pages_data.write(path, counties=6, months=13, tiers=("all",))


@pytest.fixture(scope="session")
def accounts_made(tmp_path_factory) -> Path:
    """Hashing is slow by design: done once, copied for each test."""
    accounts = Accounts(tmp_path_factory.mktemp("accounts") / "accounts.db")
    for name, (role, division) in PEOPLE.items():
        accounts.add(name, role, division, SECRET)
    return accounts.path


@pytest.fixture
def folder(tmp_path, accounts_made) -> Path:
    (tmp_path / "access").mkdir()
    shutil.copy(accounts_made, tmp_path / "access" / "accounts.db")
    return tmp_path / "access"


@pytest.fixture
def app(published, folder):
    return create_app(published, folder)


@pytest.fixture
def client(app):
    return app.server.test_client()
