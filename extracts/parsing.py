"""The SQL that turns a column of text into what the contract says it is.

Every field becomes two expressions: its value, and the code of what is wrong
with it (null when nothing is).
"""

from dataclasses import dataclass

from extracts.contract import ContractField
from extracts.problems import Reason

DIGITS = ("０１２３４５６７８９．，－％", "0123456789.,-%")
DASHES = ("-", "--", "–", "—", "——", "－", "/", "／", "…", "……")
FACTORS = {
    "元": 1,
    "千元": 1_000,
    "万元": 10_000,
    "百万元": 1_000_000,
    "亿元": 100_000_000,
}
TYPES = {
    "text": "varchar",
    "code": "varchar",
    "integer": "bigint",
    "decimal": "decimal(18, 4)",
    "money": "decimal(18, 2)",
    "percent": "decimal(9, 4)",
    "date": "date",
    "month": "date",
    "year": "date",
    "flag": "boolean",
}
YES = ("是", "1", "Y", "y", "有")
NO = ("否", "0", "N", "n", "无")
DATE_FORMS = [
    "%Y-%m-%d",
    "%Y%m%d",
    "%Y/%m/%d",
    "%Y年%m月%d日",
    "%Y.%m.%d",
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y%m%d%H%M%S",
]
YEAR = "^((19|20)[0-9][0-9])年?度?$"
MONTH_FORMS = ["%Y-%m", "%Y%m", "%Y/%m", "%Y年%m月", "%Y.%m", *DATE_FORMS]

FAULTS = {
    "required": Reason("required", "必填项为空", "a required value is empty"),
    "type": Reason("type", "不是规定类型的值", "not a value of the declared type"),
    "allowed": Reason("allowed", "不在允许的取值范围内", "not an allowed value"),
    "pattern": Reason("pattern", "格式不符合规定", "not in the declared form"),
    "range": Reason("range", "超出规定的上下限", "outside the declared limits"),
    "mark": Reason("mark", "此处不允许空白或“-”", "blank or '-' is not allowed here"),
    "duplicate": Reason(
        "duplicate",
        "与本文件前面的行主键重复",
        "the same key stands earlier in this file",
    ),
    "columns": Reason("columns", "列数与表头不符", "not as many columns as the header"),
}


@dataclass(frozen=True)
class Parsed:
    """SQL for one field; `fault` yields a key of `FAULTS` or null."""

    value: str
    fault: str


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def cleaned(column: str) -> str:
    """Text without ideographic or no-break blanks at its ends."""
    return f"trim(translate({column}, '　\u00a0', '  '))"


def parsed(field: ContractField, text: str, unit: str | None = None) -> Parsed:
    """Read one field from the cleaned text in the SQL expression `text`.

    Args:
        field: the contract's field.
        text: SQL of the cleaned text.
        unit: the money unit that the file's header prints, if any.
    """
    is_blank = f"coalesce({text}, '') = ''"
    # not IN: DuckDB turns a long one into a join, and rows lose their order
    is_dash = f"list_contains([{', '.join(map(literal, DASHES))}], {text})"
    is_mark = f"({is_blank} or {is_dash})"
    value = typed(field, text, unit or field.unit)
    zero = {"blank": is_blank, "dash": is_dash}
    zeros = [zero[mark] for mark in zero if getattr(field, mark) == "zero"]
    full = "case " + "".join(f"when {test} then 0 " for test in zeros)
    full += f"when {is_mark} then null else {value} end"
    return Parsed(full, fault(field, text, value, is_blank, is_dash))


def fault(
    field: ContractField, text: str, value: str, is_blank: str, is_dash: str
) -> str:
    tests = []
    if field.required:
        kept = [("blank", is_blank), ("dash", is_dash)]
        empty = [test for mark, test in kept if getattr(field, mark) != "zero"]
        tests += [(test, "required") for test in empty]
    for mark, test in (("blank", is_blank), ("dash", is_dash)):
        if getattr(field, mark) == "reject":
            tests.append((test, "mark"))
    tests.append((f"{is_blank} or {is_dash}", None))
    if field.type not in ("text", "code"):
        tests.append((f"({value}) is null", "type"))
    if field.allowed:
        options = ", ".join(map(literal, field.allowed))
        tests.append((f"not list_contains([{options}], {text})", "allowed"))
    if field.pattern != "none":
        tests.append(
            (f"not regexp_full_match({text}, {literal(field.pattern)})", "pattern")
        )
    for limit, sign in ((field.minimum, "<"), (field.maximum, ">")):
        if limit is not None:
            tests.append((f"({value}) {sign} {limit}", "range"))
    branches = " ".join(
        f"when {test} then {literal(code) if code else 'null'}" for test, code in tests
    )
    return f"case {branches} end"


def typed(field: ContractField, text: str, unit: str) -> str:
    """SQL of the value, null where the text is no value of the type."""
    number = f"replace(translate({text}, '{DIGITS[0]}', '{DIGITS[1]}'), ',', '')"
    match field.type:
        case "text":
            return text
        case "code":
            # Excel turns a code of digits into a number: 150402 comes as 150402.0
            whole = f"regexp_extract({text}, '^([0-9]+)[.]0+$', 1)"
            return f"case when suffix({text}, '.0') then {whole} else {text} end"
        case "integer":
            exact = f"try_cast({number} as decimal(18, 4))"
            return f"case when {exact} = floor({exact}) then {exact}::bigint end"
        case "percent":
            return f"try_cast(rtrim({number}, '%') as decimal(9, 4))"
        case "money":
            factor = FACTORS[unit]
            amount = f"try_cast({number} as decimal(18, 4)) * {factor}"
            return f"cast({amount} as decimal(18, 2))"
        case "date":
            return dates(text, DATE_FORMS)
        case "month":
            return f"cast(date_trunc('month', {dates(text, MONTH_FORMS)}) as date)"
        case "year":
            digits = f"translate({text}, '{DIGITS[0]}', '{DIGITS[1]}')"
            year = f"regexp_extract({digits}, '{YEAR}', 1)"
            return f"cast(try_strptime({year}, '%Y') as date)"
        case "flag":
            return (
                f"case when list_contains({list(YES)}, {text}) then true "
                f"when list_contains({list(NO)}, {text}) then false end"
            )
        case _:
            return f"try_cast({number} as decimal(18, 4))"


def dates(text: str, forms: list[str]) -> str:
    """SQL of a date in any of the forms, or an Excel serial (days since 1899-12-30)."""
    digits = f"translate({text}, '{DIGITS[0]}', '{DIGITS[1]}')"
    known = ", ".join(map(literal, forms))
    serial = f"try_cast({digits} as integer)"
    return (
        f"case when {serial} between 20000 and 80000 "
        f"then date '1899-12-30' + {serial} "
        f"else cast(try_strptime({digits}, [{known}]) as date) end"
    )
