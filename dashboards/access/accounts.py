"""Who may read: accounts in a small file of their own, passwords as Argon2 hashes."""

import re
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_login import UserMixin

ROLES = ("analyst", "county", "reader")
SHORTEST = 12
HASHER = PasswordHasher()
# verified where an account is not there, so that both answers take the same time
NOBODY = HASHER.hash("nobody has this password")
NAME = re.compile(r"[\w.@-]{2,64}")
TABLES = """
create table if not exists accounts (
    name text primary key, password_hash text, role text not null,
    division_code text not null default '', generation integer not null default 1,
    is_active integer not null default 1, created_at text not null
);
create table if not exists exports (
    at text not null, account text not null, role text not null, address text not null,
    what text not null, kind text not null, publication_id text not null
);
create table if not exists attempts (
    at text not null, account text not null, came_from text not null,
    result text not null
);
"""


class WrongAccount(ValueError):
    """What is asked for an account cannot be."""


@dataclass(frozen=True)
class Account(UserMixin):
    """One reader: name, role, and the division that the role is about."""

    name: str
    role: str
    division: str = ""
    generation: int = 1

    def get_id(self) -> str:
        """A new password makes a new generation: older sessions end."""
        return f"{self.generation}:{self.name}"


# `--demo`: open to whoever sits at this machine
OPEN = Account("demo", "open")
# where nobody has signed in, nothing but published figures
NOBODY_HERE = Account("", "reader")


class Accounts:
    """The file of accounts; opened for each question, as several servers may run."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def opened(self) -> Generator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        connection = sqlite3.connect(self.path, timeout=10)
        try:
            self.path.chmod(0o600)
            connection.executescript(TABLES)
            with connection:
                yield connection
        finally:
            connection.close()

    def add(self, name: str, role: str, division: str, password: str | None) -> None:
        """Add an account, or give an existing one a new role and password.

        Args:
            password: None for who signs in by OIDC alone.
        """
        name = name.strip().lower()
        if not NAME.fullmatch(name):
            raise WrongAccount(f"账号名不行 not a name for an account: {name!r}")
        if role not in ROLES:
            raise WrongAccount(f"没有这个角色 no such role: {role!r}")
        if role == "county" and not re.fullmatch(r"\d{6}", division):
            raise WrongAccount(
                "县级用户要有六位区划代码 a county user needs six digits"
            )
        if role == "analyst" and not re.fullmatch(r"\d{2}|\d{4}|0", division):
            raise WrongAccount("分析员要有省或市代码 an analyst needs 2 or 4 digits")
        hashed = HASHER.hash(strong(password, name)) if password is not None else None
        with self.opened() as con:
            con.execute(
                """
                insert into accounts
                    (name, password_hash, role, division_code, created_at)
                values (?, ?, ?, ?, ?)
                on conflict (name) do update set
                    password_hash = excluded.password_hash, role = excluded.role,
                    division_code = excluded.division_code, is_active = 1,
                    generation = generation + 1
                """,
                (name, hashed, role, division, now()),
            )

    def remove(self, name: str) -> bool:
        """Close an account: its sessions end with the next request."""
        with self.opened() as con:
            done = con.execute(
                "update accounts set is_active = 0, generation = generation + 1 "
                "where name = ? and is_active",
                (name.strip().lower(),),
            )
            return done.rowcount > 0

    def find(self, name: str) -> Account | None:
        with self.opened() as con:
            row = con.execute(
                "select name, role, division_code, generation from accounts "
                "where name = ? and is_active",
                (name.strip().lower(),),
            ).fetchone()
        return Account(*row) if row else None

    def of_session(self, session_id: str) -> Account | None:
        """The account of a session, unless it has changed since."""
        generation, _, name = session_id.partition(":")
        account = self.find(name)
        return account if account and str(account.generation) == generation else None

    def check(self, name: str, password: str) -> Account | None:
        """The account, where the password is right."""
        account = self.find(name)
        with self.opened() as con:
            row = con.execute(
                "select password_hash from accounts where name = ?",
                (account.name if account else "",),
            ).fetchone()
        known = row[0] if row and row[0] else None
        try:
            HASHER.verify(known or NOBODY, password)
        except (VerificationError, InvalidHashError):
            return None
        return account if known else None

    def all(self) -> list[tuple]:
        with self.opened() as con:
            return con.execute(
                "select name, role, division_code, is_active, created_at "
                "from accounts order by name"
            ).fetchall()

    def exports(self, last: int) -> list[tuple]:
        """What was exported, the newest first."""
        with self.opened() as con:
            return con.execute(
                "select * from exports order by at desc, rowid desc limit ?", (last,)
            ).fetchall()

    def tried(self, name: str, came_from: str, result: str) -> None:
        with self.opened() as con:
            row = (now(), name[:64], came_from, result)
            con.execute("insert into attempts values (?, ?, ?, ?)", row)

    def exported(
        self, account: Account, address: str, what: str, kind: str, publication: str
    ) -> None:
        with self.opened() as con:
            row = (now(), account.name, account.role, address, what, kind, publication)
            con.execute("insert into exports values (?, ?, ?, ?, ?, ?, ?)", row)


def strong(password: str, name: str) -> str:
    """Length is what counts; the account's own name does not."""
    if len(password) < SHORTEST or password.lower() in (name, name * 2):
        raise WrongAccount(
            f"密码至少 {SHORTEST} 个字符 a password has at least {SHORTEST} characters"
        )
    return password


def now() -> str:
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
