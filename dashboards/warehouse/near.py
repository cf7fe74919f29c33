"""What pages ask most, kept in memory in the order of places and times.

Published facts are sorted by indicator, tier and time: a page on one indicator reads a
few blocks of them, a page on one place would read all. So the rows of all facilities
together are held once more, sorted by place, their words as numbers (enums), from the
opening of a publication to the next. A prefecture's take a second and 100 MB; a hundred
counties' over sixty months about ten seconds and 700 MB. Details of tiers stay in the
file.
"""

from collections.abc import Iterable

import duckdb

KEYS = ("geography", "period_type", "division_code", "indicator_id")
PARTS = ("volume", "within", "mix", "entry", "exit", "calendar", "other")
ALL = "facility_tier = 'all'"
TABLES = {
    "near_values": (
        "fct_indicator_values", ALL,
        ("division_level", "numerator", "denominator", "value", "lower_95", "upper_95",
         "facilities_reported", "facilities_expected", "is_provisional",
         "null_reason"),
    ),
    "near_comparisons": (
        "fct_indicator_comparisons", ALL,
        ("division_level", "peers", "peer_rank", "target_id", "target_value",
         "is_target_met", "verdict_on_higher"),
    ),
    "near_trends": (
        "fct_indicator_trends", ALL,
        ("value", "signal", "signal_meaning", "trend", "trend_meaning", "target_id",
         "target_value"),
    ),
    "near_changes": (
        "fct_indicator_decompositions",
        f"{ALL} and compared_with = 'year_before' and change is not null",
        ("quantity", "change", *(f"{part}_part" for part in PARTS)),
    ),
}  # fmt: skip
WORDS = (
    "division_level", "null_reason", "target_id", "verdict_on_higher", "signal",
    "signal_meaning", "trend", "trend_meaning", "quantity",
)  # fmt: skip
NUMBERS = {"facilities_reported": "integer", "facilities_expected": "integer",
           "peers": "smallint", "peer_rank": "smallint"}  # fmt: skip


def fill(connection: duckdb.DuckDBPyConnection, path: str) -> None:
    """Make the tables beside the publication that the connection reads.

    Args:
        path: the schemas of the publication, for names without one.
    """
    connection.execute("attach ':memory:' as near (read_write)")
    connection.execute("set search_path = $path", {"path": path})
    for name, (source, rows, columns) in TABLES.items():
        there = columns_of(connection, source)
        if there:
            shown = [column for column in columns if column in there]
            copy(connection, name, source, rows, shown, there)


def columns_of(connection: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    rows = connection.execute(
        "select column_name from duckdb_columns() where table_name = ?", [table]
    ).fetchall()
    return {name for (name,) in rows}


def copy(
    connection: duckdb.DuckDBPyConnection, name: str, source: str, rows: str,
    columns: list[str], there: set[str],
) -> None:  # fmt: skip
    keys = [key for key in KEYS if key in there]
    for column in [*keys, *columns]:
        if column in KEYS or column in WORDS:
            kind = type_of(name, column)
            connection.execute(
                f"""
                create type if not exists near.{kind} as enum (
                    -- an enum has one word at least, also of an empty table
                    select 'none' as word union select {column} from {source}
                    where {column} is not null and {rows} order by word
                )
                """
            )
    cast = [f"{column}::{kept_as(name, column)} as {column}" for column in columns]
    cast += [f"{key}::near.{type_of(name, key)} as {key}" for key in keys]
    connection.execute(
        f"""
        create table near.{name} as
        select period_end, {", ".join(cast)}
        from {source}
        where {rows}
        order by {", ".join(keys)}, period_end
        """
    )


def type_of(table: str, column: str) -> str:
    """The name of a column's enum; each table has its own words."""
    return f"{table}_{column}"


def kept_as(table: str, column: str) -> str:
    if column in WORDS:
        return f"near.{type_of(table, column)}"
    return NUMBERS.get(column, "double" if column not in FLAGS else "boolean")


FLAGS = ("is_provisional", "is_target_met")


def same(table: str, column: str, name: str = "") -> str:
    """A column equals a value of the question; a word that is not there equals none.

    Cast to the column's enum: numbers are compared, and not words.
    """
    return f"{column} = {word(table, column, name or column)}"


def word(table: str, column: str, name: str) -> str:
    return f"try_cast(${name} as near.{type_of(table, column)})"


def among(table: str, column: str, values: Iterable[str]) -> tuple[str, dict[str, str]]:
    """A column is one of some values, and these by their names in the question."""
    named = {f"{column}_{at}": value for at, value in enumerate(values)}
    listed = ", ".join(word(table, column, name) for name in named)
    return (f"{column} in ({listed})" if named else "false"), named
