"""What publications have shown and withheld of counts of persons, kept privately.

`data/disclosure/<publication_id>/` holds the figures that readers have ever seen and
the series that are withheld; the next publication starts from it. It lies outside the
published folder and holds nothing that was not published.
"""

import os
import shutil
from pathlib import Path

import duckdb

SHOWN = """
    source varchar, place varchar, tier varchar, geography varchar, period_type varchar,
    period_end date, value double
"""
NODES = "quantity varchar, spot varchar, tier varchar, year bigint, hidden bigint"


def load(con: duckdb.DuckDBPyConnection, before: Path | None) -> None:
    """Make `shown_before` and `nodes_before`; empty where nothing was published."""
    con.execute(f"create or replace temp table shown_before ({SHOWN})")
    con.execute(f"create or replace temp table nodes_before ({NODES})")
    if before is not None and before.is_dir():
        for table in ("shown", "nodes"):
            con.execute(
                f"insert into {table}_before by name "
                f"from read_parquet('{before / table}.parquet')"
            )


def keep(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write what is known and withheld from now on; whole or not at all."""
    beside = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    con.execute(
        f"""
        copy (
            select * from shown_now
            union all
            select * from shown_before
            anti join shown_now
                using (source, place, tier, geography, period_type, period_end)
            order by all
        ) to '{beside}/shown.parquet' (format parquet, compression zstd)
        """
    )
    con.execute(
        f"""
        copy (
            select quantity, spot, tier, year, hidden from withheld_nodes order by all
        )
        to '{beside}/nodes.parquet' (format parquet, compression zstd)
        """
    )
    shutil.rmtree(folder, ignore_errors=True)
    beside.rename(folder)
