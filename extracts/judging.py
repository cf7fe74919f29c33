"""SQL that types rows of text and judges each: good, bad, or set aside."""

import re
from dataclasses import dataclass

from extracts.contract import Contract, ContractField
from extracts.parsing import cleaned, literal, parsed
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
        return self.table.layout.columns[field.name]

    def text(self, field: ContractField) -> str:
        """SQL of the field's text: a column, or what stands above the table."""
        stated = self.table.layout.stated.get(field.name)
        return literal(stated) if stated else f"c{self.place(field)}"

    def unit(self, field: ContractField) -> str:
        return self.table.layout.units.get(field.name, field.unit)


def value_sql(field: ContractField, value: str) -> str:
    """The value as it lands: personal ones only as their pseudonym."""
    if field.personal != "pseudonymise":
        return value
    return f"keyed_hash(hash({value}), {value})"


def judged(columns: Columns, relation: str) -> str:
    """SQL: every row of a text relation typed, with `<field>__fault` and `_verdict`.

    Args:
        columns: what the table holds.
        relation: SQL of a relation with `_line` and `c0 … cN`, all text.
    """
    fields = columns.fields
    sql = {f.name: parsed(f, columns.text(f), columns.unit(f)) for f in fields}
    values = ",\n".join(
        f"{value_sql(f, sql[f.name].value)} as {f.name}" for f in fields
    )
    faults = ",\n".join(f"{sql[f.name].fault} as {f.name}__fault" for f in fields)
    texts = ",\n".join(f"{columns.text(f)} as {f.name}__text" for f in fields)
    any_fault = " or ".join(f"{f.name}__fault is not null" for f in fields)
    every = [f"c{n}" for n in range(columns.table.layout.width)]
    clean = ", ".join(f"{cleaned(c)} as {c}" for c in every)
    return f"""
    with texts as (
        select _line, {clean} from ({relation})
    ),
    judged as (
        select _line as _row_number, {values}, {faults}, {texts},
            {is_total(every)} as _is_total, {is_note(every)} as _is_note
        from texts
    )
    select *,
        case
            when _is_total or _is_note then 'aside'
            when {any_fault} then 'bad'
            else 'good'
        end as _verdict
    from judged
    """


def is_total(every: list[str]) -> str:
    """SQL: one of the first three cells says total."""
    cells = (f"regexp_replace(coalesce({c}, ''), '[ 　]', '', 'g')" for c in every[:3])
    return " or ".join(f"regexp_full_match({c}, {literal(TOTAL)})" for c in cells)


def is_note(every: list[str]) -> str:
    """SQL: a line under the table (a note, a signature), or nothing at all."""
    cells = ", ".join(every)
    filled = f"len(list_filter([{cells}], lambda x: coalesce(x, '') <> ''))"
    return (
        f"(regexp_matches(concat({cells}), '{NOTE}') and {filled} <= 2 "
        f"or regexp_matches(concat({cells}), '{SIGNED}') "
        f"or concat({cells}) = '')"
    )


def is_aside(text: str) -> bool:
    """Whether a line that has not all columns of the table is a note or a total."""
    line = re.sub("[ 　]", "", text).lstrip('"\t,;|')
    if re.match(NOTE, line) or re.match(SIGNED, line):
        return True
    return re.match(TOTAL + '[",;\t|\r\n]', line + "\n") is not None
