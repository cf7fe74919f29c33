"""Facility detail is for its own county and the levels above it.

Detail is every published table with a column `facility_code`, but for the register of
facilities, which is public. For a reader whose scope is not everything, views of the
same names stand before these tables in the connection and hold only the rows in scope
(and rows of no facility); naming a table by its schema, which would go past the views,
is refused.
"""

import re

import duckdb

from dashboards.access import reader

# names, classes and membership of facilities: a public register
PUBLIC = ("dim_facilities", "rpt_community_members")
# rows of files from any county, with no division of their own: for analysts alone
OFFICE = ("rpt_rejected_rows",)


class Forbidden(Exception):
    """A question that goes past the reader's scope."""


def scope_of() -> str:
    """The division whose facilities the reader may see; `*` all, empty none."""
    account = reader()
    if account.role == "open" or (account.role, account.division) == ("analyst", "0"):
        return "*"
    return account.division if account.role in ("analyst", "county") else ""


def may_see(division_code: str) -> bool:
    """Whether the reader may see the facilities of a division."""
    wanted = scope_of()
    return wanted == "*" or (wanted != "" and division_code.startswith(wanted))


def guard(connection: duckdb.DuckDBPyConnection, edition: tuple) -> None:
    """Put the narrowed views before the detail tables, for this connection."""
    wanted = scope_of()
    if wanted == "*":
        return
    if wanted and not wanted.isdigit():
        raise Forbidden(wanted)
    for table, (schema, has_division) in detail(connection, edition).items():
        rows = narrowed(table, has_division, wanted)
        connection.execute(
            f"create temp view {table} as from {schema}.{table} where {rows}"
        )


def narrowed(table: str, has_division: bool, wanted: str) -> str:
    """Which rows of a detail table a scope holds, as SQL."""
    if table in OFFICE:
        return "true" if reader().role == "analyst" else "false"
    of_none = "facility_code is null or facility_code in ('none', '')"
    if not wanted:
        return of_none
    if has_division:
        return f"{of_none} or starts_with(division_code, '{wanted}')"
    facilities = (
        "select facility_code from dim_facilities "
        f"where starts_with(division_code, '{wanted}')"
    )
    return f"{of_none} or facility_code in ({facilities})"


# of the publication that was read last
KNOWN: dict[tuple, dict[str, tuple[str, bool]]] = {}


def detail(
    connection: duckdb.DuckDBPyConnection, edition: tuple
) -> dict[str, tuple[str, bool]]:
    """The detail tables of a publication: their schema, whether they have divisions."""
    if edition not in KNOWN:
        KNOWN.clear()
        rows = connection.execute(
            """
            select
                schema_name, table_name, bool_or(column_name = 'facility_code'),
                bool_or(column_name = 'division_code')
            from duckdb_columns()
            where not internal and database_name not in ('temp', 'system')
            group by schema_name, table_name
            """
        ).fetchall()
        KNOWN[edition] = {
            table: (schema, has_division)
            for schema, table, has_facility, has_division in rows
            if table not in PUBLIC and (has_facility or table in OFFICE)
        }
    return KNOWN[edition]


def refuse_detail(
    connection: duckdb.DuckDBPyConnection, sql: str, edition: tuple
) -> None:
    """Refuse a question that names a detail table by its schema."""
    if scope_of() == "*":
        return
    guarded = "|".join(detail(connection, edition))
    if guarded and (found := re.search(rf'\.\s*"?({guarded})\b', sql, re.IGNORECASE)):
        raise Forbidden(found[0])
