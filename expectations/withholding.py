"""What a failed check of severity 1 keeps out of the published tables.

The build keeps every figure; only the copy that readers get goes without. A cell is
withheld from whatever table shows it: where a table gives reasons, its figures are null
for the reason `withheld_by_check`; elsewhere the row is left out.
"""

import duckdb

REASON = "withheld_by_check"
CELL = {"indicator_id", "division_code", "period_end"}
MEASURE = {"measure_id", "division_code", "month"}
# cells that a row shows besides its own: the base of a growth, the higher level
SHOWN = {
    "base_period_end": ("division_code", "base_period_end"),
    "higher_code": ("higher_code", "period_end"),
}
LISTS = ("rpt_flagged_cells", "rpt_withheld_measures")
# the runner's own log: what holds of each check, without when it was found
LOG = """
select * exclude (run_number, run_id, checked_at)
from {database}.quality.check_results where division_code = 'all'
qualify row_number() over (
    partition by check_id order by run_number desc, checked_at desc) = 1
"""


def published(
    con: duckdb.DuckDBPyConnection, schema: str, table: str, database: str = "build"
) -> str:
    """The SQL of a table's rows as readers may see them."""
    columns = columns_of(con, database, schema, table)
    whole = f"from {database}.{schema}.{table}"
    if f"{schema}.{table}" == "quality.check_results":
        return LOG.format(database=database)
    if table in LISTS or not columns_of(con, database, "quality", LISTS[0]):
        return whole
    if columns.keys() >= CELL:
        return without(columns, whole, is_cell_withheld(columns, database))
    if columns.keys() >= MEASURE:
        return without(columns, whole, is_measure_withheld(database))
    return whole


def columns_of(
    con: duckdb.DuckDBPyConnection, database: str, schema: str, table: str
) -> dict[str, str]:
    """Names and types of a table's columns; none where there is no such table."""
    return dict(
        con.execute(
            """
            select column_name, data_type from duckdb_columns()
            where database_name = ? and schema_name = ? and table_name = ?
            order by column_index
            """,
            [database, schema, table],
        ).fetchall()
    )


def is_cell_withheld(columns: dict[str, str], database: str) -> str:
    """The condition that one of the cells that a row shows is withheld."""
    period_type = "shown.period_type" if "period_type" in columns else "'month'"
    shown = [("division_code", "period_end")]
    shown += [places for column, places in SHOWN.items() if column in columns]
    return " or ".join(
        f"""exists (
            select 1 from {database}.quality.rpt_flagged_cells as flagged
            where flagged.is_withheld and flagged.indicator_id = shown.indicator_id
                and flagged.division_code = shown.{division}
                and flagged.period_type = {period_type}
                and flagged.period_end = shown.{end})"""
        for division, end in shown
    )


def is_measure_withheld(database: str) -> str:
    return f"""exists (
        select 1 from {database}.quality.rpt_withheld_measures as withheld
        where withheld.measure_id = shown.measure_id
            and withheld.division_code = shown.division_code
            and withheld.month = shown.month)"""


def without(columns: dict[str, str], whole: str, condition: str) -> str:
    """The rows, with no figure where the condition holds."""
    marked = f"select shown.*, {condition} as is_held {whole} as shown"
    has_reason = "null_reason" in columns
    if not has_reason and "measure_id" not in columns:
        return f"select * exclude (is_held) from ({marked}) where not is_held"
    kept = [
        f"case when not is_held then {name} end as {name}"
        for name, kind in columns.items()
        if kind == "DOUBLE" or kind.startswith("DECIMAL")
    ]
    if has_reason:
        reason = f"case when is_held then '{REASON}' else null_reason end"
        kept.append(f"{reason} as null_reason")
    return f"select * exclude (is_held) replace ({', '.join(kept)}) from ({marked})"
