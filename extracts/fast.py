"""The fast way for large files: one parallel pass that lands good rows as they are.

Rows that are anything but plain get a negative row number in that pass; the caller
reads them again as text. Everything in the pass keeps the order of the rows: DuckDB
turns long IN lists and joins into operators that do not.
"""

from extracts.columns import Columns
from extracts.contract import ContractField
from extracts.parsing import (
    BLANKS,
    DASHES,
    FIRST_DATE,
    LAST_DATE,
    PERSONAL,
    TYPES,
    factor,
    literal,
    may_hide_persons,
    multiplied,
    typed,
)
from extracts.pseudonyms import hashed_once, keyed_hashes
from extracts.readers.table import Text

WIDE = "０-９Ａ-Ｚ－"
# text that neither starts with a blank or a mark nor ends with a blank; a code besides
# has no full-width form and no plus of a number such as 1.5E+17
AT_START = r"\x00-/　\x{a0}\x{200b}\x{feff}–—－／…＊"
AT_END = r"\x00- 　\x{a0}\x{200b}\x{feff}"
PLAIN = {
    "text": f"(?s)([^{AT_START}](.*[^{AT_END}])?)?",
    "code": f"([^{AT_START}{WIDE}]([^+{WIDE}]*[^+{AT_END}{WIDE}])?)?",
}


def fast_insert(columns: Columns) -> str:
    """SQL that inserts every row; takes the parameters `file_id` and `landed_at`."""
    table = columns.table
    types = dict(table.types)
    places = columns.table.layout.columns
    plain = [plain_column(f, columns, types.get(places.get(f.name, -1)))
             for f in columns.fields]  # fmt: skip
    values = ",\n".join(
        f"{value} as {f.name}"
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
    {looked_up(columns)}
    select {kept}, $file_id as _file_id, $landed_at as _landed_at,
        case when _is_odd then -_line else _line end as _row_number
    from (
        select {values}, {line}, {odd} as _is_odd
        from {with_pseudonyms(columns)}
    )
    """


def persons_of(columns: Columns) -> list[ContractField]:
    return [field for field in columns.fields if field.personal == "pseudonymise"]


def looked_up(columns: Columns) -> str:
    """SQL: who occurs in the file, once each, with the pseudonyms of their numbers.

    All numbers of a row are taken together, so that there is one join. But a join does
    not keep the order of rows: only where rows carry their own numbers.
    """
    persons = persons_of(columns)
    if not persons or columns.table.text:
        return ""
    numbers = ", ".join(f"{columns.text(f)} as {f.name}" for f in persons)
    found = ", ".join(
        f"{f.name}, case when {f.name} <> '' then {hashed_once(f.name)} end "
        f"as {f.name}_hashed, {odd_text(f, f.name, None)} as {f.name}_is_odd"
        for f in persons
    )
    return (
        f"with persons as materialized (select {found} "
        f"from (select distinct {numbers} from ({columns.table.fast})))"
    )


def with_pseudonyms(columns: Columns) -> str:
    """SQL: the rows, and with them the pseudonyms of their persons' numbers."""
    rows = f"({columns.table.fast})"
    numbers = {field.name: columns.text(field) for field in persons_of(columns)}
    if not numbers:
        return rows
    if columns.table.text:
        hashed = keyed_hashes(*numbers.values())
        named = (f"_hashed[{n}] as {name}_hashed" for n, name in enumerate(numbers, 1))
        hashed = f"select *, {hashed} as _hashed from {rows}"
        return f"(select * exclude (_hashed), {', '.join(named)} from ({hashed}))"
    same = (f"{text} is not distinct from persons.{f}" for f, text in numbers.items())
    return f"{rows} left join persons on {' and '.join(same)}"


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
    if field.personal == "pseudonymise":
        text = columns.table.text
        odd = odd_text(field, column, text) if text else f"{field.name}_is_odd"
        return f"{field.name}_hashed", odd
    if native not in (None, "varchar"):
        unit = columns.unit(field)
        return native_value(field, column, unit), odd_native(field, column)
    # of a stored text nothing is nothing
    clean = column if native or columns.table.text else f"nullif({column}, '')"
    if field.type in ("text", "code"):
        return clean, odd_text(field, column, columns.table.text)
    # what is not clean gives no value, and is read the slow way
    value = typed(field.type, columns.times(field), clean)
    return zeroed(field, value, clean), odd_typed(field, clean, value)


def zeroed(field: ContractField, value: str, column: str) -> str:
    """SQL of the value; where the contract says so, zero for nothing."""
    if field.blank != "zero":
        return value
    return f"case when {column} is null then 0 else {value} end"


def odd_typed(field: ContractField, column: str, value: str) -> str:
    """Any mark, or what is no value of its type."""
    tests = [f"{column} is not null and ({value}) is null"]
    if field.required or field.blank == "reject":
        tests.append(f"{column} is null")
    return " or ".join([*tests, *beyond(field, f"({value})")])


def beyond(field: ContractField, value: str) -> list[str]:
    """SQL: outside the declared limits."""
    limits = (field.minimum, "<"), (field.maximum, ">")
    return [f"{value} {sign} {limit}" for limit, sign in limits if limit is not None]


def native_value(field: ContractField, column: str, unit: str) -> str:
    value = multiplied(column, factor(field, unit))
    if field.blank == "zero":
        value = f"coalesce({value}, 0)"
    return f"try_cast({value} as {TYPES[field.type]})"


def odd_native(field: ContractField, column: str) -> str:
    tests = []
    if field.required or field.blank == "reject":
        tests.append(f"{column} is null")
    if field.type == "integer":
        tests.append(f"{column} <> floor({column})")
    if field.type == "date":
        days = f"date '{FIRST_DATE}' and date '{LAST_DATE}'"
        tests.append(f"{column} not between {days}")
    return " or ".join([*tests, *beyond(field, column)])


def odd_text(field: ContractField, column: str, text: Text | None) -> str:
    """Text with blanks around it, or a mark such as a dash; cheap tests only.

    Args:
        field: the contract's field.
        column: SQL of the text; where it is stored, nothing may be an empty text.
        text: the text file; or None where the text is stored as in Parquet, each
            distinct one once. DuckDB then asks a function of it once for each, and
            one that is slow costs little.
    """
    if text is None:
        tests = [f"not regexp_full_match({column}, '{PLAIN[field.type]}')"]
        if field.type == "code":
            tests.append(f"suffix({column}, '.0')")
    else:
        # blanks and ASCII marks sort before '0'
        tests = [f"{column} < '0'"]
        # no text of one byte needs more tests: most codes are as short
        if longer := " or ".join(odd_longer_text(field, column, text)):
            tests.append(f"case when strlen({column}) > 1 then {longer} end")
    if may_hide_persons(field):
        tests.append(
            f"case when {column} < ':' and strlen({column}) in (11, 18) "
            f"then regexp_full_match({column}, '{PERSONAL}') end"
        )
    tests += blank_tests(field, column)
    if field.allowed:
        options = ", ".join(map(literal, [*field.allowed, ""]))
        tests.append(f"not list_contains([{options}], {column})")
    if field.pattern != "none":
        fits = f"regexp_full_match({column}, {literal(f'({field.pattern})?')})"
        tests.append(f"not {fits}")
    return " or ".join(tests)


def odd_longer_text(field: ContractField, column: str, text: Text) -> list[str]:
    """SQL of tests for what the file has anywhere at all."""
    tests = [f"suffix({column}, '{b}')" for b in " \t\n" if not text.lacks(b)]
    if wide := " or ".join(odd_wide_text(field, column, text)):
        tests.append(f"case when strlen({column}) <> length({column}) then {wide} end")
    if field.type == "code":
        tests.append(f"suffix({column}, '.0')")
        if not text.lacks("+"):
            tests.append(f"contains({column}, '+')")
    return tests


def odd_wide_text(field: ContractField, column: str, text: Text) -> list[str]:
    """Text beyond ASCII with wide blanks, marks, or a code in full-width digits."""
    tests = {b: f"contains({column}, '{b}')" for b in BLANKS if not b.isascii()}
    tests |= {dash: f"{column} = '{dash}'" for dash in DASHES if not dash.isascii()}
    tests |= {"＊": f"prefix({column}, '＊')"}
    if field.type == "code":
        tests |= {WIDE: f"regexp_matches({column}, '[{WIDE}]')"}
    return [test for mark, test in tests.items() if not text.lacks(mark)]


def blank_tests(field: ContractField, column: str) -> list[str]:
    """SQL: nothing, where the contract wants something."""
    if field.required or field.blank == "reject":
        return [f"coalesce({column}, '') = ''"]
    return []


def maybe_total(columns: Columns, types: dict[int, str]) -> str:
    """A total or a note stands in the first columns, where they hold text."""
    first = range(min(3, columns.table.layout.width))
    texts = [n for n in first if types.get(n, "varchar") == "varchar"]
    tests = [f"contains(c{n}, '计') or contains(c{n}, '注')" for n in texts]
    return f"coalesce({' or '.join(tests)}, false)" if tests else "false"
