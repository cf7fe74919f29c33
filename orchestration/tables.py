"""The published tables: copied in the order of their rows' content, and hashed."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from expectations.withholding import published
from extracts.warehouse import memory_limit_mib
from orchestration import revisions
from orchestration.contents import content_hash
from orchestration.disclosure.masks import Masks
from orchestration.disclosure.rules import Rule, load_rule

# what readers see; everything else of the build warehouse stays private
SCHEMAS = ("core", "indicators", "assessment", "policy", "quality", "reference")
# columns that say when the work was done and not what was found: in no content hash
MOMENTS = ("checked_at",)
# facts of indicators and measures lie so that one question, all divisions at one
# moment, meets rows that lie together: DuckDB passes over the rest, twelve times faster
# with all tiers
SUBJECTS = ("indicator_id", "measure_id")
TOGETHER = (
    *SUBJECTS, "facility_tier", "geography", "period_type", "period_end", "month",
)  # fmt: skip
TRIANGLE = "quality.rpt_revisions"


@dataclass(frozen=True)
class Published:
    """A published table: its rows, the hash of its content and of its Parquet file."""

    rows: int
    content: str
    parquet: str
    # whether it has columns that are left out of the content's hash
    has_moments: bool


def write_tables(
    build: Path,
    target: Path,
    before: Path | None = None,
    state: Path | None = None,
    rule: Rule | None = None,
) -> dict[str, Published]:
    """Write every mart into `target`: one DuckDB file and Parquet beside it.

    Args:
        build: the build warehouse.
        target: a folder that nobody reads yet.
        before: what earlier publications showed and withheld.
        state: where to keep what is shown and withheld from now on.
        rule: what is withheld, if not as the project's rule says.
    """
    con = duckdb.connect(target / "yigai.duckdb")
    try:
        con.execute(f"set memory_limit = '{memory_limit_mib()}MiB'")
        con.execute(f"set temp_directory = '{build.parent / 'tmp'}'")
        con.execute(f"attach '{build}' as build (read_only)")
        masks = Masks(con, rule or load_rule(), before)
        written = {
            f"{schema}.{table}": write_table(con, schema, table, target, masks)
            for schema, table in list(marts(con, "build"))
        }
        if state is not None:
            masks.keep_state(state)
        con.execute("detach build")
    finally:
        con.close()
    return written


def marts(con: duckdb.DuckDBPyConnection, database: str) -> Iterator[tuple[str, str]]:
    """Schema and name of each table that readers may see, in order."""
    yield from con.execute(
        """
        select schema_name, table_name from duckdb_tables()
        where database_name = ? and list_contains(?, schema_name) order by all
        """,
        [database, list(SCHEMAS)],
    ).fetchall()


def write_table(
    con: duckdb.DuckDBPyConnection, schema: str, table: str, target: Path, masks: Masks
) -> Published:
    name = f"{schema}.{table}"
    con.execute(f"create schema if not exists {schema}")
    # what a reader may not see never touches the file: a later deletion would leave it
    rows = shown(con, schema, table, masks)
    con.execute(f"create table {name} as from ({rows}) order by {order(con, rows)}")
    comment_columns(con, schema, table)
    path = target / "parquet" / schema / f"{table}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    con.execute(f"copy {name} to '{path}' (format parquet, compression zstd)")
    rows = con.execute(f"select count(*) from {name}").fetchall()[0][0]
    columns = {row[0] for row in con.execute(f"describe {name}").fetchall()}
    return Published(
        rows,
        content_hash(con, name, MOMENTS),
        file_hash(path),
        not columns.isdisjoint(MOMENTS),
    )


def shown(con: duckdb.DuckDBPyConnection, schema: str, table: str, masks: Masks) -> str:
    """The SQL of a table's rows as readers may see them."""
    if f"{schema}.{table}" != TRIANGLE or not revisions.is_compared(con):
        return masks.around(schema, table, published(con, schema, table))
    # values come before it in order, and stand in this file as readers see them
    rows = revisions.triangle("indicators.fct_indicator_values")
    return revisions.without_empty(masks.around(schema, table, rows))


def order(con: duckdb.DuckDBPyConnection, rows: str) -> str:
    """Every column once: rows of the same content always lie in the same order."""
    there = [column[0] for column in con.execute(f"describe from ({rows})").fetchall()]
    first = [name for name in TOGETHER if name in there]
    if not set(SUBJECTS) & set(first):
        first = []
    return ", ".join(f'"{name}"' for name in dict.fromkeys([*first, *there]))


def comment_columns(con: duckdb.DuckDBPyConnection, schema: str, table: str) -> None:
    """What the marts' contracts say of each column goes with the table."""
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


def file_hash(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
