"""SQL that types rows of text and judges each: good, bad, or set aside."""

from dataclasses import dataclass

from extracts.contract import Contract, ContractField
from extracts.parsing import cleaned, parsed
from extracts.readers import FileTable

TOTALS = "'合计', '总计', '小计', '共计', '合计:', '合计：'"
NOTE = "^(注|说明|备注|填报|制表|审核|单位负责人)"


@dataclass(frozen=True)
class Columns:
    """The contract's fields that a table has, each with its place and unit."""

    contract: Contract
    table: FileTable

    @property
    def fields(self) -> list[ContractField]:
        present = self.table.layout.columns
        return [field for field in self.contract.landed if field.name in present]

    def place(self, field: ContractField) -> int:
        return self.table.layout.columns[field.name]

    def unit(self, field: ContractField) -> str:
        return self.table.layout.units.get(field.name, field.unit)


def value_sql(field: ContractField, value: str) -> str:
    """The value as it lands: personal ones only as their pseudonym."""
    return f"pseudonym({value})" if field.personal == "pseudonymise" else value


def judged(columns: Columns, relation: str) -> str:
    """SQL: every row of a text relation typed, with `<field>__fault` and `_verdict`.

    Args:
        columns: what the table holds.
        relation: SQL of a relation with `_line` and `c0 … cN`, all text.
    """
    fields = columns.fields
    sql = {f.name: parsed(f, f"c{columns.place(f)}", columns.unit(f)) for f in fields}
    values = ",\n".join(
        f"{value_sql(f, sql[f.name].value)} as {f.name}" for f in fields
    )
    faults = ",\n".join(f"{sql[f.name].fault} as {f.name}__fault" for f in fields)
    texts = ",\n".join(f"c{columns.place(f)} as {f.name}__text" for f in fields)
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
    first = ", ".join(f"replace(coalesce({c}, ''), ' ', '')" for c in every[:3])
    return f"list_has_any([{first}], [{TOTALS}])"


def is_note(every: list[str]) -> str:
    """SQL: a line under the table, at most two cells of words, or nothing at all."""
    cells = ", ".join(every)
    filled = f"len(list_filter([{cells}], lambda x: coalesce(x, '') <> ''))"
    return (
        f"(regexp_matches(concat({cells}), '{NOTE}') and {filled} <= 2 "
        f"or concat({cells}) = '')"
    )
