"""The fast way for large files: one parallel pass that lands good rows as they are.

Rows that are anything but plain get a negative row number in that pass; the caller
reads them again as text. Everything in the pass keeps the order of the rows: DuckDB
turns long IN lists and joins into operators that do not.
"""

from extracts.contract import ContractField
from extracts.judging import Columns, value_sql
from extracts.parsing import DASHES, FACTORS, TYPES, cleaned, literal, parsed

NO_BREAK = "\u00a0"


def fast_insert(columns: Columns) -> str:
    """SQL that inserts every row; takes the parameters `file_id` and `landed_at`."""
    table = columns.table
    types = dict(table.types)
    plain = [plain_column(f, columns, types.get(columns.place(f)))
             for f in columns.fields]  # fmt: skip
    values = ",\n".join(
        f"{value_sql(f, value)} as {f.name}"
        for f, (value, _) in zip(columns.fields, plain, strict=True)
    )
    odd = " or ".join(f"coalesce({flag}, false)" for _, flag in plain if flag)
    odd += f" or {maybe_total(columns, types)}"
    line = "_line" if table.has_lines else "1"
    return f"""
    insert into raw.{columns.contract.extract} by name
    select {values},
        $file_id as _file_id, $landed_at as _landed_at,
        case when {odd} then -{line} else {line} end as _row_number
    from ({table.fast})
    """


def plain_column(
    field: ContractField, columns: Columns, native: str | None
) -> tuple[str, str]:
    """SQL of the value, and of whether it needs the slow way."""
    column = f"c{columns.place(field)}"
    if native is None and field.type in ("text", "code"):
        return f"trim({column})", odd_text(field, column)
    if native is None:
        sql = parsed(field, cleaned(column), columns.unit(field))
        return sql.value, f"{sql.fault} is not null"
    return native_value(field, column, columns.unit(field)), odd_native(field, column)


def native_value(field: ContractField, column: str, unit: str) -> str:
    factor = FACTORS[unit] if field.type == "money" else 1
    value = column if factor == 1 else f"{column} * {factor}"
    if field.blank == "zero":
        value = f"coalesce({value}, 0)"
    return f"cast({value} as {TYPES[field.type]})"


def odd_native(field: ContractField, column: str) -> str:
    tests = []
    if field.required or field.blank == "reject":
        tests.append(f"{column} is null")
    if field.type == "integer":
        tests.append(f"{column} <> floor({column})")
    for limit, sign in ((field.minimum, "<"), (field.maximum, ">")):
        if limit is not None:
            tests.append(f"{column} {sign} {limit}")
    return " or ".join(tests)


def odd_text(field: ContractField, column: str) -> str:
    marks = "|".join(("", *DASHES, ""))
    tests = [
        f"contains({column}, '{NO_BREAK}')",
        f"case when length({column}) <= 2 "
        f"then contains('{marks}', concat('|', {column}, '|')) end",
    ]
    if field.required or field.blank == "reject":
        tests.append(f"coalesce(trim({column}), '') = ''")
    if field.allowed:
        options = ", ".join(map(literal, field.allowed))
        tests.append(f"not list_contains([{options}], {column})")
    if field.pattern != "none":
        tests.append(f"not regexp_full_match(trim({column}), {literal(field.pattern)})")
    return " or ".join(tests)


def maybe_total(columns: Columns, types: dict[int, str]) -> str:
    """A total or a note stands in the first columns, where they hold text."""
    texts = [n for n in range(min(3, columns.table.layout.width)) if n not in types]
    tests = [f"contains(c{n}, '计') or contains(c{n}, '注')" for n in texts]
    return f"coalesce({' or '.join(tests)}, false)" if tests else "false"
