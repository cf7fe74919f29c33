"""The fast way for large files: one parallel pass that lands good rows as they are.

Rows that are anything but plain get a negative row number in that pass; the caller
reads them again as text. Everything in the pass keeps the order of the rows: DuckDB
turns long IN lists and joins into operators that do not.
"""

from extracts.contract import ContractField
from extracts.judging import Columns, value_sql
from extracts.parsing import (
    BLANKS,
    DASHES,
    FIRST_DATE,
    LAST_DATE,
    PERSONAL,
    TYPES,
    cleaned,
    factor,
    literal,
    may_hide_persons,
    parsed,
)

WIDE = "[０-９Ａ-Ｚ－]"


def fast_insert(columns: Columns) -> str:
    """SQL that inserts every row; takes the parameters `file_id` and `landed_at`."""
    table = columns.table
    types = dict(table.types)
    places = columns.table.layout.columns
    plain = [plain_column(f, columns, types.get(places.get(f.name, -1)))
             for f in columns.fields]  # fmt: skip
    values = ",\n".join(
        f"{value_sql(f, value)} as {f.name}"
        for f, (value, _) in zip(columns.fields, plain, strict=True)
    )
    odd = " or ".join(f"coalesce({flag}, false)" for _, flag in plain if flag)
    odd += f" or {maybe_total(columns, types)}"
    if not table.text:
        odd += " or _unfit"
    line = "1 as _line" if table.text else "_line"
    kept = ", ".join(kept_value(f) for f in columns.fields)
    return f"""
    insert into raw.{columns.contract.extract} by name
    select {kept}, $file_id as _file_id, $landed_at as _landed_at,
        case when _is_odd then -_line else _line end as _row_number
    from (select {values}, {line}, {odd} as _is_odd from ({table.fast}))
    """


def kept_value(field: ContractField) -> str:
    """SQL: the words of an odd row stay out, its columns may be shifted.

    A name in the place of a code would reach the database file, if only for a moment.
    """
    if field.type not in ("text", "code"):
        return field.name
    return f"case when not _is_odd then {field.name} end as {field.name}"


def plain_column(
    field: ContractField, columns: Columns, native: str | None
) -> tuple[str, str]:
    """SQL of the value, and of whether it needs the slow way."""
    column = columns.text(field)
    if native is None and field.type in ("text", "code"):
        return column, odd_text(field, column)
    if native is None:
        sql = parsed(field, cleaned(column), columns.unit(field))
        return sql.value, f"{sql.fault} is not null"
    unit = columns.unit(field)
    return native_value(field, column, unit), odd_native(field, column, unit)


def native_value(field: ContractField, column: str, unit: str) -> str:
    scale = factor(field, unit)
    value = column if scale == 1 else f"{column} * {scale}"
    if field.blank == "zero":
        value = f"coalesce({value}, 0)"
    return f"try_cast({value} as {TYPES[field.type]})"


def odd_native(field: ContractField, column: str, unit: str) -> str:
    tests = []
    if field.required or field.blank == "reject":
        tests.append(f"{column} is null")
    if field.type == "integer":
        tests.append(f"{column} <> floor({column})")
    if field.type == "date":
        days = f"date '{FIRST_DATE}' and date '{LAST_DATE}'"
        tests.append(f"{column} not between {days}")
    if field.type == "money":
        tests.append(f"abs({column}) >= {10**16 // factor(field, unit)}")
    for limit, sign in ((field.minimum, "<"), (field.maximum, ">")):
        if limit is not None:
            tests.append(f"{column} {sign} {limit}")
    return " or ".join(tests)


def odd_text(field: ContractField, column: str) -> str:
    """Text with blanks around it, or a mark such as a dash; cheap tests only.

    Blanks and ASCII marks sort before '0'. Trimming every value would cost a third of
    the landing.
    """
    tests = [
        f"{column} < '0'",
        *(f"suffix({column}, '{blank}')" for blank in " \t\n"),
        f"case when strlen({column}) <> length({column}) "
        f"then {odd_wide_text(field, column)} end",
    ]
    if field.type == "code":
        tests.append(f"suffix({column}, '.0') or contains({column}, '+')")
    if may_hide_persons(field):
        tests.append(
            f"case when {column} < ':' and strlen({column}) in (11, 18) "
            f"then regexp_full_match({column}, '{PERSONAL}') end"
        )
    if field.required or field.blank == "reject":
        tests.append(f"{column} is null")
    if field.allowed:
        options = ", ".join(map(literal, field.allowed))
        tests.append(f"not list_contains([{options}], {column})")
    if field.pattern != "none":
        tests.append(f"not regexp_full_match({column}, {literal(field.pattern)})")
    return " or ".join(tests)


def odd_wide_text(field: ContractField, column: str) -> str:
    """Text beyond ASCII with wide blanks, marks, or a code in full-width digits."""
    tests = [f"contains({column}, '{b}')" for b in BLANKS if not b.isascii()]
    tests += [f"{column} = '{dash}'" for dash in DASHES if not dash.isascii()]
    tests.append(f"prefix({column}, '＊')")
    if field.type == "code":
        tests.append(f"regexp_matches({column}, '{WIDE}')")
    return " or ".join(tests)


def maybe_total(columns: Columns, types: dict[int, str]) -> str:
    """A total or a note stands in the first columns, where they hold text."""
    texts = [n for n in range(min(3, columns.table.layout.width)) if n not in types]
    tests = [f"contains(c{n}, '计') or contains(c{n}, '注')" for n in texts]
    return f"coalesce({' or '.join(tests)}, false)" if tests else "false"
