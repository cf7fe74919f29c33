"""Which columns DuckDB may parse itself, and as what.

A column is parsed natively only where the contract's reading of every sampled value
is also DuckDB's; all else is read as text and typed by the contract's own SQL.
"""

import duckdb

from extracts.contract import Contract, ContractField
from extracts.parsing import factor, money_type
from extracts.readers.layout import Layout

NATIVE = {
    # a count of 12.7 must be refused, and DuckDB would round it: read its decimals
    "integer": "decimal(18, 4)",
    "decimal": "decimal(18, 4)",
    "date": "date",
}


def native_type(field: ContractField, unit: str) -> str | None:
    """The type in which a column of this field can be parsed, if any."""
    if field.personal != "no":
        return None
    if field.type == "money":
        return money_type(factor(field, unit))
    return NATIVE.get(field.type) if factor(field, unit) == 1 else None


def native_types(
    con: duckdb.DuckDBPyConnection,
    contract: Contract,
    layout: Layout,
    sample: list[list[str]],
) -> tuple[tuple[int, str], ...]:
    """Column position and type of every column that may be parsed natively."""
    found = []
    for field in contract.fields:
        at = layout.columns.get(field.name)
        if at is None:
            continue
        kind = native_type(field, layout.units.get(field.name, field.unit))
        values = [row[at] for row in sample if at < len(row) and row[at]]
        if kind and values and all_parse(con, values, kind):
            found.append((at, kind))
    return tuple(sorted(found))


def all_parse(con: duckdb.DuckDBPyConnection, values: list[str], kind: str) -> bool:
    """Whether nine in ten values are plain; the rest is read again as text."""
    row = con.execute(
        f"select count(*) filter (where try_cast(v as {kind}) is null) "
        "from (select unnest($1) as v)",
        [values],
    ).fetchone()
    return row is not None and row[0] <= len(values) // 10
