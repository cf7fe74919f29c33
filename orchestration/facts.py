"""What a publication's manifest says of its making."""

import subprocess
from typing import Any

import duckdb

from expectations.results import summary
from extracts.warehouse import open_warehouse
from orchestration import history
from orchestration.fingerprints import code_version
from orchestration.settings import PROJECT, Settings

SOURCES = """
    select file_id, extract, file_name, sha256, bytes,
        cast(submitted_at as varchar) as submitted_at,
        cast(landed_at as varchar) as landed_at,
        rows_read, rows_landed, rows_rejected, rows_set_aside
    from raw.files order by landed_at, extract, file_name, file_id
"""
REFUSED = """
    select * replace (cast(rejected_at as varchar) as rejected_at)
    from raw.rejected_files order by rejected_at, extract, file_name
"""
RESENT = """
    select * replace (cast(seen_at as varchar) as seen_at)
    from raw.resent_files order by seen_at, extract, file_name
"""
AS_OF = """
    select cast(coalesce(max(landed_at), timestamp '1970-01-01') as varchar)
    from raw.files
"""


def facts(paths: Settings) -> dict[str, Any]:
    """Source files with hashes and row counts, versions, and the check summary."""
    with open_warehouse(paths.build) as con:
        sources, refused, resent = (
            rows(con, asked) for asked in (SOURCES, REFUSED, RESENT)
        )
        as_of = con.execute(AS_OF).fetchall()[0][0]
        checks = summary(con)
        landed = noted_inbox(con)
        known = history.landed(con)
    version = code_version()
    return {
        "fingerprint": f"{landed}-{version}",
        "code_version": version,
        "commit": commit(),
        "inbox_version": landed,
        "as_of": as_of,
        "checks": checks,
        "sources": sources,
        "refused": refused,
        "resent": resent,
        "history": known,
    }


def note_inbox(con: duckdb.DuckDBPyConnection, version: str) -> None:
    """Keep the version of the inbox that landed: later files are not in the build."""
    con.execute(
        "create or replace table raw.inbox_seen as select ? as version", [version]
    )


def noted_inbox(con: duckdb.DuckDBPyConnection) -> str:
    """The version of the inbox that landed last; `none` where single files did."""
    con.execute("create table if not exists raw.inbox_seen (version varchar)")
    found = con.execute("from raw.inbox_seen").fetchone()
    return found[0] if found else "none"


def rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    found = con.execute(sql)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def commit() -> str:
    """The commit of the code where git knows it; `+` says that files differ from it."""
    try:
        done = subprocess.run(
            ["git", "describe", "--always", "--abbrev=40", "--dirty=+"],
            cwd=PROJECT, capture_output=True, text=True, check=False, timeout=20,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return "none"
    return done.stdout.strip() if done.returncode == 0 else "none"
