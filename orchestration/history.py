"""How the values looked at each publication: kept outside the build, read by it.

Each publication leaves `data/published/history/<publication_id>.parquet`, written
before the switch and named in the manifest of the next one, so that what a crashed
publication left is never read. `raw.published_values` holds them for the models.
"""

import os
from pathlib import Path
from typing import Any

import duckdb

from orchestration.tables import file_hash

# one row an indicator, place and month: what `rpt_revisions` compares
SOURCE = "intermediate.int_published_values_prepared"
COLUMNS = """
    publication_id varchar, publication_number integer, indicator_id varchar,
    division_code varchar, period_end date, value double, numerator double,
    denominator double, facilities_reported bigint, facilities_expected bigint,
    definition varchar, submissions bigint, superseded bigint, refunded_rows bigint,
    corrections bigint
"""


def path_of(folder: Path, name: str) -> Path:
    return folder / "history" / f"{name}.parquet"


def keep(build: Path, folder: Path, name: str) -> str | None:
    """Write the values that a publication is about to show; return the file's hash."""
    path = path_of(folder, name)
    path.parent.mkdir(exist_ok=True)
    beside = path.with_name(f".{path.name}")
    with duckdb.connect() as con:
        con.execute(f"attach '{build}' as build (read_only)")
        if not exists(con, "build", SOURCE):
            return None
        con.execute(
            f"copy (from build.{SOURCE} order by all) to '{beside}' "
            "(format parquet, compression zstd)"
        )
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    beside.replace(path)
    return file_hash(path)


def exists(con: duckdb.DuckDBPyConnection, database: str, table: str) -> bool:
    schema, name = table.split(".")
    found = con.execute(
        "select 1 from duckdb_tables() "
        "where database_name = ? and schema_name = ? and table_name = ?",
        [database, schema, name],
    ).fetchone()
    return found is not None


def before(manifest: dict[str, Any] | None) -> list[dict[str, str]]:
    """The publications whose values are known, the oldest first."""
    if manifest is None:
        return []
    known = list(manifest.get("history", []))
    if manifest.get("values_kept"):
        known.append(
            {"publication_id": manifest["publication_id"],
             "sha256": manifest["values_kept"]}
        )  # fmt: skip
    return known


def land(
    con: duckdb.DuckDBPyConnection, folder: Path, known: list[dict[str, str]]
) -> list[str]:
    """Bring the history into `raw.published_values`; return what cannot be read."""
    con.execute("create schema if not exists raw")
    con.execute(f"create table if not exists raw.published_values ({COLUMNS})")
    names = [found["publication_id"] for found in known]
    con.execute(
        "delete from raw.published_values where not list_contains(?, publication_id)",
        [names],
    )
    return [
        name
        for number, name in enumerate(names, 1)
        if not land_one(con, path_of(folder, name), name, number)
    ]


def land_one(
    con: duckdb.DuckDBPyConnection, path: Path, name: str, number: int
) -> bool:
    """Bring one publication's values, unless they are there."""
    there = con.execute(
        "select 1 from raw.published_values where publication_id = ? limit 1", [name]
    ).fetchone()
    if there:
        con.execute(
            "update raw.published_values set publication_number = $number "
            "where publication_id = $name and publication_number <> $number",
            {"number": number, "name": name},
        )
        return True
    try:
        con.execute(
            "insert into raw.published_values by name "
            "select *, ? as publication_id, ? as publication_number "
            f"from read_parquet('{path}')",
            [name, number],
        )
    except duckdb.Error:
        return False
    return True
