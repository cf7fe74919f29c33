"""SQL that types rows of text and judges each: good, bad, or set aside.

Rows become cells, one a row and field, and all cells go through the same few
expressions. An expression for each field, as in the fast way, would take DuckDB longer
to plan than a small file takes to read.
"""

import re
from dataclasses import dataclass

from extracts.contract import Contract, ContractField, Type
from extracts.parsing import (
    DASHES,
    DIVIDED_BY_ZERO,
    FORMULA_ERROR,
    PERSONAL,
    ROUNDED_BY_EXCEL,
    TYPES,
    WITHHELD,
    cleaned,
    factor,
    literal,
    may_hide_persons,
    narrowed,
    plain_number,
    value,
    whole,
)
from extracts.pseudonyms import keyed_hashes
from extracts.readers import FileTable

# 合计, 全县合计, 某某镇小计：, 合计（12家）
TOTAL = (
    "(.{0,8}[省市县区旗镇乡]|[全本各][省市县区旗院页月季年期])?"
    "(合计|总计|小计|共计)([:：]|[(（].*)?"
)
NOTE = "^(注|说明|备注|数据来源|资料来源|第[0-9]+页|共[0-9]+[页条行家])"
# the line of those who answer for the table: full of names, so it may be long
SIGNED = (
    "^(单位负责人|统计负责人|负责人|填报|填表|制表|审核|复核|报出日期|上报日期|"
    "联系人|联系电话|打印|导出)"
)
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


@dataclass(frozen=True)
class Columns:
    """The contract's fields that a table has, each with its place and unit."""

    contract: Contract
    table: FileTable

    @property
    def fields(self) -> list[ContractField]:
        layout = self.table.layout
        present = {*layout.columns, *layout.stated}
        return [field for field in self.contract.landed if field.name in present]

    def place(self, field: ContractField) -> int:
        """The column, from 0; what stands above the table comes after the columns."""
        layout = self.table.layout
        if field.name in layout.stated:
            return layout.width + list(layout.stated).index(field.name)
        return layout.columns[field.name]

    def text(self, field: ContractField) -> str:
        """SQL of the field's text: a column, or what stands above the table."""
        stated = self.table.layout.stated.get(field.name)
        return literal(stated) if stated else f"c{self.place(field)}"

    def unit(self, field: ContractField) -> str:
        return self.table.layout.units.get(field.name, field.unit)

    def times(self, field: ContractField) -> int:
        """By what a number of the column is multiplied, as its unit says."""
        return factor(field, self.unit(field))


def landed_value(field: ContractField, sql: str) -> str:
    """The value as it lands: personal ones only as their pseudonym."""
    if field.personal != "pseudonymise":
        return sql
    return f"{keyed_hashes(sql)}[1]"


# --- from rows to entries -------------------------------------------------------------


def entered(columns: Columns, relation: str) -> str:
    """SQL that fills `entries`: the cleaned cells of each row as one list.

    Args:
        columns: what the table holds.
        relation: SQL of a relation with `_line` and `c0 … cN`, all text.
    """
    layout = columns.table.layout
    cells = ", ".join(f"c{n}" for n in range(layout.width))
    stated = ", ".join(map(literal, layout.stated.values()))
    return f"""
    insert into entries
    select row_number() over (), _line, {IS_ASIDE}, texts || [{stated}]::varchar[]
    from (
        select _line, texts, array_to_string(texts, '') as line
        from (
            select _line, list_transform([{cells}], lambda cell: {CLEAN}) as texts
            from ({relation})
        )
    )
    """


CLEAN = cleaned("coalesce(cell, '')")
SAYS_TOTAL = (
    f"regexp_full_match(regexp_replace(cell, '[ 　]', '', 'g'), {literal(TOTAL)})"
)
# one of the first three cells says total; a line under the table, a note or those who
# sign; or nothing at all
IS_ASIDE = f"""
    case when line = '' then true
        when contains(line, '计')
            and len(list_filter(texts[:3], lambda cell: {SAYS_TOTAL})) > 0 then true
        when regexp_matches(line, '{NOTE}')
            then len(list_filter(texts, lambda cell: cell <> '')) <= 2
        else regexp_matches(line, '{SIGNED}') end
"""


def is_aside(text: str) -> bool:
    """Whether a line that has not all columns of the table is a note or a total."""
    line = re.sub("[ 　]", "", text).lstrip('"\t,;|')
    if re.match(NOTE, line) or re.match(SIGNED, line):
        return True
    return re.match(TOTAL + '[",;\t|\r\n]', line + "\n") is not None


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
        typed = f"cast({cell} as {TYPES[field.type]})"
        values.append(f"{landed_value(field, typed)} as {field.name}")
    used = dict.fromkeys(holders[field.type] for field in columns.fields)
    lists = ", ".join(f"list({holder}) as {holder}s" for holder in used)
    return f"""
    select {", ".join(values)}, _line as _row_number
    from (
        select _line, list(field) as fields, {lists}
        from cells group by _line having count(fault) = 0
    )
    """
