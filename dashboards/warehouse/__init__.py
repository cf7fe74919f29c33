"""The only door to the warehouse: the published file, one connection a request.

SQL lives in this folder alone, one module a subject. Tables are named without their
schema, as in `yigai query`.
"""

import json
from collections.abc import Callable, Hashable, Iterable
from datetime import UTC, datetime
from functools import lru_cache, wraps
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import duckdb
import polars as pl
from flask import current_app, g

from dashboards.access import scope

SCHEMAS = ("core", "indicators", "assessment", "policy", "quality", "reference")
UNREADABLE = (duckdb.IOException, duckdb.CatalogException, duckdb.BinderException)
# what one publication may hold in memory; the rest stays on the disk
MEMORY = "1GB"
OPENED: dict[tuple[str, int], duckdb.DuckDBPyConnection] = {}
LOCK = Lock()
R = TypeVar("R")


class NoPublication(Exception):
    """There is no published warehouse, or it is not one that these pages can read."""


class NoData(Exception):
    """The publication holds no indicator that was computed from reports."""


def ask(sql: str, values: object = None) -> pl.DataFrame:
    """Ask the current publication; all of one request is answered by the same one."""
    try:
        connection = g.get("connection") or opened()
        scope.refuse_detail(connection, sql, edition())
        return connection.execute(sql, values).pl()
    except UNREADABLE as error:
        raise NoPublication(str(error)) from error


def opened() -> duckdb.DuckDBPyConnection:
    """A connection for this request; `close` ends it.

    The link is resolved here: a publication has a name of its own, so that a reader
    meets all of one and nothing of the next.
    """
    connection = instance(edition()).cursor()
    g.connection = connection
    connection.execute("set search_path = $path", {"path": schemas(connection)})
    scope.guard(connection, edition())
    return connection


def instance(wanted: tuple[str, int]) -> duckdb.DuckDBPyConnection:
    """The publication that is read now, opened once: its blocks stay warm.

    Requests that still read the one before keep it until they end.
    """
    with LOCK:
        if wanted not in OPENED:
            for old in list(OPENED):
                OPENED.pop(old).close()
            opened_now = duckdb.connect(wanted[0], read_only=True)
            opened_now.execute(f"set memory_limit = '{MEMORY}'")
            OPENED[wanted] = opened_now
        return OPENED[wanted]


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


def kept(question: Callable[..., R]) -> Callable[..., R]:
    """Keep the answers about the last publications: what is small and asked always."""

    @lru_cache(maxsize=256)
    def answered(_: tuple, *args: Hashable) -> R:
        return question(*args)

    @wraps(question)
    def asked(*args: Hashable) -> R:
        return answered((*edition(), scope.scope_of()), *args)

    return asked


def edition() -> tuple[str, int]:
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
