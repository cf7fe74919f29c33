"""SQL that types the entries of text and judges each, good or bad.

Entries become cells, one a row and field, and all cells go through the same few
expressions. An expression for each field, as in the fast way, would take DuckDB longer
to plan than a small file takes to read.
"""

from extracts.columns import Columns
from extracts.contract import ContractField, Type
from extracts.parsing import (
    DASHES,
    DIVIDED_BY_ZERO,
    FORMULA_ERROR,
    PERSONAL,
    ROUNDED_BY_EXCEL,
    TYPES,
    WITHHELD,
    literal,
    may_hide_persons,
    narrowed,
    plain_number,
    value,
    whole,
)
from extracts.pseudonyms import keyed_hashes

# the columns of `cells` that hold values, each of some types
HOLDERS: dict[str, tuple[Type, ...]] = {
    "word": ("text", "code"),
    "number": ("integer", "decimal", "percent"),
    "amount": ("money",),
    "day": ("date", "month", "year"),
    "flag": ("flag",),
}
NUMBERS = ("integer", "decimal", "percent", "money")
COUNTS = """
select
    (select count(*) from entries),
    (select count(*) from entries where is_aside),
    (select count(distinct _line) from cells where fault is not null)
"""
FAULTS = "select distinct field, fault from cells where fault is not null"


# --- from entries to cells ------------------------------------------------------------


def judged(columns: Columns, entries: str = "true") -> str:
    """SQL that fills `cells` from `entries`: values, and what is wrong with them.

    Args:
        columns: what the table holds.
        entries: SQL of which entries.
    """
    values = ",\n".join(
        f"{holder_sql(columns, holder)} as {holder}" for holder in HOLDERS
    )
    return f"""
    insert into cells
    with rules (field, kind, place, on_blank, on_dash, on_withheld, allowed,
        minimum, maximum, may_hide) as (values {rules(columns)}),
    texts as (
        select entries._line, rules.*, entries.texts[rules.place] as text
        from entries cross join rules
        where not entries.is_aside and {entries}
    ),
    marked as (select *, {MARKED} as mark from texts),
    told as (
        select *,
            case when mark is null then {NARROW} end as narrow,
            case mark when 'blank' then on_blank when 'dash' then on_dash
                when 'withheld' then on_withheld end as said
        from marked
    ),
    plain as (
        select *, {whole("narrow")} as digits,
            case when {is_number("kind")} then {plain_number("narrow")} end as plain
        from told
    ),
    typed as (select *, {values} from plain)
    select _line, field, text, {", ".join(HOLDERS)}, {fault(columns)} from typed
    """


# the marks that stand where there is no value
MARKED = f"""
    case when text = '' then 'blank'
        when list_contains([{", ".join(map(literal, DASHES))}], text)
            or prefix(kind, 'percent') and text = {literal(DIVIDED_BY_ZERO)} then 'dash'
        when regexp_full_match(text, {literal(WITHHELD)}) then 'withheld' end
"""
NARROW = f"""
    case when prefix(kind, 'text') then null
        when prefix(kind, 'code') then {narrowed("code", "text")}
        else {narrowed("text", "text")} end
"""


def kind_of(columns: Columns, field: ContractField) -> str:
    """A type and a factor, as the rules name them: `money 1000`."""
    return f"{field.type} {columns.times(field)}"


def is_number(kind: str) -> str:
    return " or ".join(f"prefix({kind}, '{number}')" for number in NUMBERS)


def rules(columns: Columns) -> str:
    """SQL: of each field one row of what its contract says."""
    rows = []
    for number, field in enumerate(columns.fields, start=1):
        allowed = f"[{', '.join(map(literal, field.allowed))}]"
        cells = [
            str(number),
            literal(kind_of(columns, field)),
            str(columns.place(field) + 1),
            *(quoted(answer(field, mark)) for mark in ("blank", "dash", "withheld")),
            f"{allowed if field.allowed else 'null'}::varchar[]",
            f"{known(field.minimum)}::double",
            f"{known(field.maximum)}::double",
            str(may_hide_persons(field)).lower(),
        ]
        rows.append(f"({', '.join(cells)})")
    return ",\n".join(rows)


def answer(field: ContractField, mark: str) -> str | None:
    """What a mark in the place of a value gives: a fault, zero, or nothing."""
    does = getattr(field, mark, "null")
    if does == "zero":
        return "zero"
    if field.required:
        return "withheld" if mark == "withheld" else "required"
    return "mark" if does == "reject" else None


def quoted(text: str | None) -> str:
    return "null" if text is None else literal(text)


def known(limit: float | None) -> str:
    return "null" if limit is None else str(limit)


def holder_sql(columns: Columns, holder: str) -> str:
    """SQL of the values of the types that a column of `cells` holds."""
    kinds = {}
    for field in columns.fields:
        if field.type in HOLDERS[holder]:
            times = columns.times(field)
            sql = value(field.type, times, "text", "digits", "plain")
            # a count of hundreds of billions of 万 is none
            kinds[kind_of(columns, field)] = (
                f"try_cast({sql} as decimal(18, 4))" if holder == "number" else sql
            )
    if not kinds:
        return "null"
    branches = " ".join(f"when {literal(k)} then {sql}" for k, sql in kinds.items())
    zero = "when said = 'zero' then 0" if set(HOLDERS[holder]) <= set(NUMBERS) else ""
    return f"case when mark is null then case kind {branches} end {zero} end"


def fault(columns: Columns) -> str:
    """SQL of the code of what is wrong with a cell: the first test that holds."""
    empty = " and ".join(f"{holder} is null" for holder in HOLDERS)
    found = [
        f"when mark is not null then nullif(said, 'zero') "
        f"when regexp_full_match(text, {literal(FORMULA_ERROR)}) then 'formula' "
        f"when prefix(kind, 'code') and "
        f"regexp_full_match(text, {literal(ROUNDED_BY_EXCEL)}) then 'rounded' "
        f"when {empty} then 'type' "
        f"when may_hide and regexp_full_match(text, '{PERSONAL}') then 'personal' "
        f"when not list_contains(allowed, word) then 'allowed'"
    ]
    for number, field in enumerate(columns.fields, start=1):
        if field.pattern != "none":
            fits = f"regexp_full_match(word, {literal(field.pattern)})"
            found.append(f"when field = {number} and not {fits} then 'pattern'")
    value = "coalesce(number, amount)"
    found.append(f"when {value} < minimum or {value} > maximum then 'range'")
    return f"case {' '.join(found)} end"


# --- from cells to rows ---------------------------------------------------------------


def gathered(columns: Columns) -> str:
    """SQL: the good rows of `cells`, a column a field, and `_row_number`."""
    holders = {kind: holder for holder, kinds in HOLDERS.items() for kind in kinds}
    values = []
    for number, field in enumerate(columns.fields, start=1):
        # the cells of a row come in no order, and sorting them would cost most
        cell = f"{holders[field.type]}s[list_position(fields, {number})]"
        landed = f"cast({cell} as {TYPES[field.type]})"
        if field.personal == "pseudonymise":
            landed = f"{keyed_hashes(landed)}[1]"
        values.append(f"{landed} as {field.name}")
    used = dict.fromkeys(holders[field.type] for field in columns.fields)
    lists = ", ".join(f"list({holder}) as {holder}s" for holder in used)
    return f"""
    select {", ".join(values)}, _line as _row_number
    from (
        select _line, list(field) as fields, {lists}
        from cells group by _line having count(fault) = 0
    )
    """
