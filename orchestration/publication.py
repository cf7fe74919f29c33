"""Publish: write the marts beside, then move them into place in one step.

A publication is a folder `data/published/<publication_id>/` with
`yigai.duckdb`, one Parquet file a table, and `manifest.json`. Readers open
`data/published/yigai.duckdb`, which leads through the link `current`; replacing
that one link is the whole switch, so a reader sees all of one publication or
all of the next. An open reader keeps what it opened.
"""

import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

SCHEMAS = ("core", "indicators", "quality", "reference")
KEPT = 3


def publish(build: Path, folder: Path, facts: dict[str, Any]) -> Path:
    """Publish the marts of the build warehouse.

    Args:
        build: the build warehouse; nothing may be writing it.
        folder: the folder of publications.
        facts: what the manifest says besides the tables (fingerprint, sources …).

    Returns:
        the folder of the new publication.
    """
    now = datetime.now(UTC)
    name = f"{now:%Y%m%dT%H%M%S}-{facts['fingerprint'][:8]}"
    beside = folder / f".{name}.{os.getpid()}"
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    tables = write_tables(build, beside)
    manifest = {"publication_id": name, "published_at": f"{now:%Y-%m-%dT%H:%M:%SZ}",
                **facts, "tables": tables}  # fmt: skip
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (beside / "manifest.json").write_text(text, "utf-8")
    target = folder / name
    shutil.rmtree(target, ignore_errors=True)
    beside.rename(target)
    point(folder, name)
    forget_old(folder)
    return target


def write_tables(build: Path, target: Path) -> dict[str, int]:
    """Copy every mart, in the order of its rows' content; return their row counts."""
    con = duckdb.connect(target / "yigai.duckdb")
    try:
        con.execute(f"attach '{build}' as build (read_only)")
        found = con.execute(
            """
            select schema_name, table_name from duckdb_tables()
            where database_name = 'build' and list_contains(?, schema_name)
            order by all
            """,
            [list(SCHEMAS)],
        ).fetchall()
        counts = {f"{s}.{t}": write_table(con, s, t, target) for s, t in found}
        con.execute("detach build")
    finally:
        con.close()
    return counts


def write_table(
    con: duckdb.DuckDBPyConnection, schema: str, table: str, target: Path
) -> int:
    con.execute(f"create schema if not exists {schema}")
    con.execute(
        f"create table {schema}.{table} as from build.{schema}.{table} order by all"
    )
    for name, comment in con.execute(
        """
        select column_name, comment from duckdb_columns()
        where database_name = 'build' and schema_name = ? and table_name = ?
            and comment is not null
        """,
        [schema, table],
    ).fetchall():
        said = comment.replace("'", "''")
        con.execute(f"comment on column {schema}.{table}.{name} is '{said}'")
    parquet = target / "parquet" / schema
    parquet.mkdir(parents=True, exist_ok=True)
    con.execute(
        f"copy {schema}.{table} to '{parquet / table}.parquet' "
        "(format parquet, compression zstd)"
    )
    count = con.execute(f"select count(*) from {schema}.{table}").fetchone()
    return count[0] if count else 0


def point(folder: Path, name: str) -> None:
    """Make a publication the current one."""
    replace_link(folder / "current", Path(name))
    for inside in ("yigai.duckdb", "parquet", "manifest.json"):
        link = folder / inside
        if not link.is_symlink():
            replace_link(link, Path("current") / inside)


def replace_link(link: Path, target: Path) -> None:
    fresh = link.with_name(f".{link.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(link)


def forget_old(folder: Path) -> None:
    """Remove all but the newest publications, and what broken runs left behind."""
    current = (folder / "current").resolve().name
    whole = sorted(p for p in folder.iterdir() if is_publication(p))
    for path in whole[:-KEPT]:
        if path.name != current:
            shutil.rmtree(path, ignore_errors=True)
    for path in folder.glob(".2*-*.*"):
        if path.is_dir() and not path.name.endswith(f".{os.getpid()}"):
            shutil.rmtree(path, ignore_errors=True)


def is_publication(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink() and not path.name.startswith(".")


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of the current publication, or None where there is none."""
    path = folder / "current" / "manifest.json"
    if not path.exists() or not (folder / "current" / "yigai.duckdb").exists():
        return None
    return json.loads(path.read_text("utf-8"))
