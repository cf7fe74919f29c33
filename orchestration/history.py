"""How the values looked at each publication: kept outside the build, read by it.

Each publication leaves `data/published/history/<publication_id>.parquet`, written
before the switch and named in the manifest of the next one, so that what a crashed
publication left is never read. `raw.publication_values` holds them for the models. What
a build read is an input like its source files, and stands in the manifest. The newest
`KEPT` are read; older ones stay while a manifest names them.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

from orchestration import revisions
from orchestration.tables import file_hash

# two years of monthly publications
KEPT = 24
# what the next publication compares with
VALUES = """
    indicator_id, division_code, period_end, value, numerator, denominator, definition,
    facilities_reported, facilities_expected, submissions, superseded, refunds,
    null_reason
"""


def path_of(folder: Path, name: str) -> Path:
    return folder / "history" / f"{name}.parquet"


def keep(build: Path, published: Path, folder: Path, name: str) -> str | None:
    """Write the values that a publication is about to show; return the file's hash.

    Args:
        build: the build, which knows how the values came about.
        published: the publication's own file: of what it withholds only that is kept.
        folder: the folder of publications.
        name: the publication's.
    """
    path = path_of(folder, name)
    path.parent.mkdir(exist_ok=True)
    beside = path.with_name(f".{path.name}")
    with duckdb.connect() as con:
        con.execute(f"attach '{build}' as build (read_only)")
        if not revisions.is_compared(con):
            return None
        con.execute(f"attach '{published}' as shown (read_only)")
        seen = revisions.seen("shown.indicators.fct_indicator_values")
        con.execute(
            f"copy (select {VALUES} from ({seen}) order by all) to '{beside}' "
            "(format parquet, compression zstd)"
        )
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    beside.replace(path)
    return file_hash(path)


def before(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """The publications that the one after a manifest's compares with, oldest first."""
    known = list(manifest.get("history", []))
    if manifest.get("values_kept"):
        known.append(
            {"publication_id": manifest["publication_id"],
             "publication_number": manifest["number"],
             "sha256": manifest["values_kept"]}
        )  # fmt: skip
    return known[-KEPT:]


def land(
    con: duckdb.DuckDBPyConnection, folder: Path, known: list[dict[str, Any]]
) -> list[str]:
    """Bring the history into `raw.publication_values`; return what cannot be read."""
    there = con.execute("select publication_id, sha256 from raw.publications")
    held = set(there.fetchall())
    wanted = {(one["publication_id"], one["sha256"]): one for one in known}
    for name, sha256 in held - wanted.keys():
        forget(con, name, sha256)
    return [
        one["publication_id"]
        for key, one in wanted.items()
        if key not in held and not land_one(con, folder, one)
    ]


def forget(con: duckdb.DuckDBPyConnection, name: str, sha256: str) -> None:
    con.execute("delete from raw.publication_values where publication_id = ?", [name])
    con.execute(
        "delete from raw.publications where publication_id = ? and sha256 = ?",
        [name, sha256],
    )


def land_one(con: duckdb.DuckDBPyConnection, folder: Path, one: dict[str, Any]) -> bool:
    """Bring one publication's values, if they are as they were written."""
    path = path_of(folder, one["publication_id"])
    if not path.exists() or file_hash(path) != one["sha256"]:
        return False
    con.begin()
    con.execute(
        "insert into raw.publication_values by name "
        "select *, $publication_id as publication_id, "
        f"$publication_number as publication_number from read_parquet('{path}')",
        {key: one[key] for key in ("publication_id", "publication_number")},
    )
    con.execute(
        "insert into raw.publications "
        "values ($publication_id, $publication_number, $sha256)",
        one,
    )
    con.commit()
    return True


def landed(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The publications that a build compares with: as its manifest names them."""
    found = con.execute("from raw.publications order by publication_number")
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def clear(folder: Path, manifests: Iterable[dict[str, Any]]) -> None:
    """Remove what no publication that is kept compares with."""
    named = {
        one["publication_id"]
        for manifest in manifests
        for one in [manifest, *manifest.get("history", [])]
    }
    for path in (folder / "history").glob("*.parquet"):
        if path.stem not in named:
            path.unlink()
