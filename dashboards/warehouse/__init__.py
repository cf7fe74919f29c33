"""The only door to the warehouse: the published file, one connection a request.

SQL lives in this folder alone, one module a subject. Tables are named without their
schema, as in `yigai query`.
"""

import json
from collections.abc import Callable, Hashable, Iterable
from datetime import UTC, datetime
from functools import lru_cache, wraps
from pathlib import Path
from tempfile import gettempdir
from threading import Lock
from typing import Any, TypeVar

import duckdb
import polars as pl
from flask import current_app, g

from dashboards.access import scope
from dashboards.warehouse import near

SCHEMAS = ("core", "indicators", "assessment", "policy", "quality", "reference")
UNREADABLE = (duckdb.IOException, duckdb.CatalogException, duckdb.BinderException)
# what one publication may hold in memory; the rest stays on the disk
MEMORY = "2GB"
Edition = tuple[str, int]
# by the link that leads to it: a publication, open, and where its names are looked for
OPENED: dict[str, tuple[Edition, duckdb.DuckDBPyConnection, str]] = {}
LOCK = Lock()
R = TypeVar("R")


class NoPublication(Exception):
    """There is no published warehouse, or it is not one that these pages can read."""


class NoData(Exception):
    """The publication holds no indicator that was computed from reports."""


def ask(sql: str, values: object = None) -> pl.DataFrame:
    """Ask the current publication; all of one request is answered by the same one."""
    return answered(sql, values, lambda found: found.pl())


def rows(sql: str, values: object = None, lang: str = "") -> list[dict[str, Any]]:
    """The same as plain rows: for small answers a frame costs more than the question.

    Args:
        lang: the language whose names are kept, without `_zh` or `_en`.
    """

    def named(found: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
        names = [one[0] for one in found.description or []]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    told = answered(sql, values, named)
    if not lang:
        return told
    other = {"zh": "_en", "en": "_zh"}[lang]
    return [
        {k.removesuffix(f"_{lang}"): v for k, v in row.items() if not k.endswith(other)}
        for row in told
    ]


def answered(
    sql: str, values: object, read: Callable[[duckdb.DuckDBPyConnection], R]
) -> R:
    try:
        connection = g.get("connection") or opened()
        scope.refuse_detail(connection, sql, edition())
        return read(connection.execute(sql, values))
    except UNREADABLE as error:
        raise NoPublication(str(error)) from error


def opened() -> duckdb.DuckDBPyConnection:
    """A connection for this request; `close` ends it.

    The link is resolved here: a publication has a name of its own, so that a reader
    meets all of one and nothing of the next.
    """
    whole, path = instance(edition())
    connection = whole.cursor()
    g.connection = connection
    connection.execute("set search_path = $path", {"path": path})
    scope.guard(connection, edition())
    return connection


def instance(wanted: Edition) -> tuple[duckdb.DuckDBPyConnection, str]:
    """The publication that is read now, opened once, and where its names are.

    Requests that still read the one before keep it until they end.
    """
    home = str(current_app.config["PUBLISHED"])
    with LOCK:
        before = OPENED.get(home)
        if before is None or before[0] != wanted:
            OPENED[home] = (wanted, *ready(wanted[0]))
            if before:
                before[1].close()
        return OPENED[home][1:]


def ready(file: str) -> tuple[duckdb.DuckDBPyConnection, str]:
    """Open a publication, and bring near what pages ask most."""
    connection = duckdb.connect(file, read_only=True)
    connection.execute(f"set memory_limit = '{MEMORY}'")
    # nothing is written beside the publication
    connection.execute("set temp_directory = $folder", {"folder": gettempdir()})
    connection.execute("set enable_progress_bar = false")
    path = schemas(connection)
    near.fill(connection, path)
    # a reader's questions are small: one thread each, and more readers at once
    connection.execute("set threads = 1")
    return connection, f"{path},near.main"


def close(_: BaseException | None = None) -> None:
    connection = g.pop("connection", None)
    g.pop("path", None)
    if connection is not None:
        connection.close()


def path() -> Path:
    """The file of the current publication."""
    if "path" not in g:
        g.path = Path(current_app.config["PUBLISHED"]).resolve()
    return g.path


def schemas(connection: duckdb.DuckDBPyConnection) -> str:
    found = connection.execute(
        "select distinct schema_name from duckdb_tables() where not internal"
    ).fetchall()
    there = {name for (name,) in found}
    return ",".join(name for name in SCHEMAS if name in there)


def kept(question: Callable[..., R], most: int = 256) -> Callable[..., R]:
    """Keep the answers about the last publications: what is small and asked always."""

    @lru_cache(maxsize=most)
    def remembered(_: tuple, *args: Hashable) -> R:
        return question(*args)

    @wraps(question)
    def asked(*args: Hashable) -> R:
        return remembered((*edition(), scope.scope_of()), *args)

    return asked


def lately(question: Callable[..., R]) -> Callable[..., R]:
    """Keep the last answers: larger, and the same for every county of a prefecture.

    Who asks must not change what is answered.
    """
    return kept(question, most=32)


def edition() -> Edition:
    """Which publication this request reads."""
    try:
        return str(path()), path().stat().st_mtime_ns
    except OSError as error:
        raise NoPublication(str(error)) from error


@kept
def tables() -> frozenset[str]:
    """The names of the published tables."""
    rows = ask("select table_name from duckdb_tables() where not internal")
    return frozenset(rows["table_name"])


def among(names: Iterable[str]) -> tuple[str, dict[str, str]]:
    """`$n0, $n1, …` for an IN list, and its values.

    Unlike a list as one value, an IN list lets DuckDB pass over the row groups of all
    other indicators: facts are sorted by indicator.
    """
    values = {f"n{at}": name for at, name in enumerate(names)} or {"n0": ""}
    return ", ".join(f"${name}" for name in values), values


def in_language(rows: pl.DataFrame, lang: str) -> pl.DataFrame:
    """Keep the columns of one language, without their `_zh` or `_en`."""
    other = {"zh": "_en", "en": "_zh"}[lang]
    chosen = rows.select(c for c in rows.columns if not c.endswith(other))
    return chosen.rename({c: c.removesuffix(f"_{lang}") for c in chosen.columns})


def records(rows: pl.DataFrame) -> list[dict[str, Any]]:
    return list(rows.iter_rows(named=True))


@kept
def publication() -> dict[str, Any]:
    """What is published: its name, when, and from how many files and rows."""
    facts = ask(
        """
        select count(*) as files, sum(rows_landed)::bigint as landed
        from rpt_landed_files
        """
    ).row(0, named=True)
    manifest = path().with_name("manifest.json")
    if manifest.exists():
        said = json.loads(manifest.read_text("utf-8"))
        return facts | {k: said[k] for k in ("publication_id", "published_at")}
    written = datetime.fromtimestamp(path().stat().st_mtime, UTC)
    return facts | {
        "publication_id": path().name,
        "published_at": f"{written:%Y-%m-%dT%H:%M:%SZ}",
    }
