"""The SQL that turns a column of text into what the contract says it is.

Every field becomes two expressions: its value, and the code of what is wrong
with it (null when nothing is).
"""

from dataclasses import dataclass

from extracts.contract import ContractField
from extracts.problems import Reason

# around a value: what exports and Excel leave there, the last two invisible
BLANKS = " \t\r\n\u3000\u00a0\u200b\ufeff"
DIGITS = ("０１２３４５６７８９．，－−＋％", "0123456789.,--+%")
LETTERS = (
    "ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
)
DASHES = ("-", "--", "–", "—", "——", "－", "/", "／", "…", "……")
WITHHELD = "[*＊]{1,6}"
DIVIDED_BY_ZERO = "#DIV/0!"
FORMULA_ERROR = "#(DIV/0!|N/A|VALUE!|REF!|NAME[?]|NUM!|NULL!)"
ROUNDED_BY_EXCEL = "[0-9]([.][0-9]+)?[eE][+][0-9]+"
# an identity number or a mobile telephone where words should be
PERSONAL = (
    "[1-9][0-9]{5}(18|19|20)[0-9]{2}(0[1-9]|1[0-2])[0-3][0-9]{4}[0-9Xx]|1[3-9][0-9]{9}"
)
GROUPED = "[+-]?[0-9]{1,3}(,[0-9]{3})+([.][0-9]*)?%?"
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
YES = ("是", "1", "1.0", "y", "yes", "true", "t", "有", "√")
NO = ("否", "0", "0.0", "n", "no", "false", "f", "无", "×")
DATE_FORMS = [
    "%Y-%m-%d",
    "%Y%m%d",
    "%Y/%m/%d",
    "%Y年%m月%d日",
    "%Y.%m.%d",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M:%S.%f",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y%m%d%H%M%S",
]
# of a month from 1990 on only: 20241 is a mistyped 2024-1 and no day of 1955
SERIAL_DAYS, SERIAL_MONTHS = (20_000, 80_000), (32_874, 80_000)
FIRST_DATE, LAST_DATE = "1900-01-01", "9999-12-31"
YEAR = "^((19|20)[0-9][0-9])年?度?$"
MONTH_FORMS = ["%Y-%m", "%Y%m", "%Y/%m", "%Y年%m月", "%Y.%m", *DATE_FORMS]

FAULTS = {
    "required": Reason("required", "必填项为空", "a required value is empty"),
    "type": Reason("type", "不是规定类型的值", "not a value of the declared type"),
    "allowed": Reason("allowed", "不在允许的取值范围内", "not an allowed value"),
    "pattern": Reason("pattern", "格式不符合规定", "not in the declared form"),
    "range": Reason("range", "超出规定的上下限", "outside the declared limits"),
    "withheld": Reason(
        "withheld", "必填项被隐去（***）", "a required value is withheld"
    ),
    "formula": Reason(
        "formula",
        "单元格是 Excel 公式错误，请改正公式",
        "the cell holds an Excel formula error",
    ),
    "rounded": Reason(
        "rounded",
        "编码被 Excel 改成了科学计数（如 1.5E+17），已失去末位，请按文本重新导出",
        "Excel turned the code into a rounded number such as 1.5E+17; export as text",
    ),
    "personal": Reason(
        "personal",
        "此处像是身份证号或手机号，列可能错位",
        "looks like an identity or telephone number: the columns may be shifted",
    ),
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
    """Text without blanks of any kind at its ends."""
    return f"trim({column}, {literal(BLANKS)})"


def parsed(field: ContractField, text: str, unit: str | None = None) -> Parsed:
    """Read one field from the cleaned text in the SQL expression `text`.

    Args:
        field: the contract's field.
        text: SQL of the cleaned text.
        unit: the money unit that the file's header prints, if any.
    """
    tests = marks(field, text)
    value = typed(field, text, unit or field.unit)
    zeros = [mark for mark in ("blank", "dash") if getattr(field, mark) == "zero"]
    full = "case " + "".join(f"when {tests[mark]} then 0 " for mark in zeros)
    full += f"when {' or '.join(tests.values())} then null else {value} end"
    return Parsed(full, fault(field, text, value, tests))


def marks(field: ContractField, text: str) -> dict[str, str]:
    """SQL that tells the marks apart that stand where there is no value."""
    # not IN: DuckDB turns a long one into a join, and rows lose their order
    dashes = [*DASHES, DIVIDED_BY_ZERO] if field.type == "percent" else DASHES
    return {
        "blank": f"coalesce({text}, '') = ''",
        "dash": f"list_contains([{', '.join(map(literal, dashes))}], {text})",
        "withheld": f"regexp_full_match({text}, {literal(WITHHELD)})",
    }


def fault(field: ContractField, text: str, value: str, tests: dict[str, str]) -> str:
    """SQL of the code of what is wrong: the first test that holds."""
    found = refused_marks(field, tests)
    found.append((" or ".join(tests.values()), None))
    found.append((f"regexp_full_match({text}, {literal(FORMULA_ERROR)})", "formula"))
    if field.type == "code":
        rounded = f"regexp_full_match({text}, {literal(ROUNDED_BY_EXCEL)})"
        found.append((rounded, "rounded"))
    elif field.type != "text":
        found.append((f"({value}) is null", "type"))
    elif may_hide_persons(field):
        found.append((f"regexp_full_match({text}, '{PERSONAL}')", "personal"))
    if field.allowed:
        options = ", ".join(map(literal, field.allowed))
        found.append((f"not list_contains([{options}], {value})", "allowed"))
    if field.pattern != "none":
        matches = f"regexp_full_match({value}, {literal(field.pattern)})"
        found.append((f"not {matches}", "pattern"))
    for limit, sign in ((field.minimum, "<"), (field.maximum, ">")):
        if limit is not None:
            found.append((f"({value}) {sign} {limit}", "range"))
    branches = " ".join(
        f"when {test} then {literal(code) if code else 'null'}" for test, code in found
    )
    return f"case {branches} end"


def may_hide_persons(field: ContractField) -> bool:
    """Whether words stand here, of which none looks like a person's number."""
    return field.type == "text" and field.pattern == "none" and field.personal == "no"


def refused_marks(
    field: ContractField, tests: dict[str, str]
) -> list[tuple[str, str | None]]:
    """The marks that the contract does not allow in this field."""
    found: list[tuple[str, str | None]] = []
    for mark in ("blank", "dash"):
        allowed = getattr(field, mark)
        if field.required and allowed != "zero":
            found.append((tests[mark], "required"))
        elif allowed == "reject":
            found.append((tests[mark], "mark"))
    if field.required:
        found.append((tests["withheld"], "withheld"))
    return found


def typed(field: ContractField, text: str, unit: str) -> str:
    """SQL of the value, null where the text is no value of the type."""
    number = plain_number(text)
    match field.type:
        case "text":
            return text
        case "code":
            return whole(narrowed(text, DIGITS[0][:10] + "－" + LETTERS[0],
                                  DIGITS[1][:10] + "-" + LETTERS[1]))  # fmt: skip
        case "integer":
            exact = f"try_cast({number} as decimal(18, 4)) * {factor(field, unit)}"
            return (
                f"case when {exact} = floor({exact}) then cast({exact} as bigint) end"
            )
        case "percent":
            return f"try_cast(rtrim({number}, '%') as decimal(9, 4))"
        case "money":
            # 1.23456789 亿元 is exact to the yuan: decimals enough for it
            amount = f"try_cast({number} as decimal(28, 10))"
            return f"try_cast({amount} * {factor(field, unit)} as decimal(18, 2))"
        case "date":
            return dates(text, DATE_FORMS, SERIAL_DAYS)
        case "month":
            day = dates(text, MONTH_FORMS, SERIAL_MONTHS)
            return f"cast(date_trunc('month', {day}) as date)"
        case "year":
            digits = whole(narrowed(text))
            year = f"regexp_extract({digits}, '{YEAR}', 1)"
            return f"cast(try_strptime({year}, '%Y') as date)"
        case "flag":
            return (
                f"case when list_contains({list(YES)}, lower({text})) then true "
                f"when list_contains({list(NO)}, lower({text})) then false end"
            )
        case _:
            return f"try_cast({number} as decimal(18, 4))"


def factor(field: ContractField, unit: str) -> int:
    """By what a number in the printed unit is multiplied: 千元, 万元, 万人, 万人次."""
    if field.type == "money":
        return FACTORS.get(unit, FACTORS[field.unit])
    return 10_000 if unit.startswith("万") and unit != "万元" else 1


def narrowed(text: str, wide: str = DIGITS[0], narrow: str = DIGITS[1]) -> str:
    """SQL of text with half-width forms in place of full-width ones."""
    return f"translate({text}, '{wide}', '{narrow}')"


def whole(text: str) -> str:
    """SQL: Excel and pandas turn a code of digits into a number, 150402.0."""
    return (
        f"case when suffix({text}, '.0') "
        f"then regexp_replace({text}, '^([0-9]+)[.]0$', '\\1') else {text} end"
    )


def plain_number(text: str) -> str:
    """SQL of a number without its thousands separators, null where they stand ill."""
    number = narrowed(text)
    return (
        f"case when not contains({number}, ',') then {number} "
        f"when regexp_full_match({number}, '{GROUPED}') "
        f"then replace({number}, ',', '') end"
    )


def dates(text: str, forms: list[str], serials: tuple[int, int]) -> str:
    """SQL of a date in any of the forms, or an Excel serial (days since 1899-12-30).

    Words are no date, though strptime knows infinity; nor are five or seven digits,
    of which it would read 2024011 as 2024-01-1.
    """
    digits = whole(narrowed(text))
    known = ", ".join(map(literal, forms))
    number = f"try_cast({digits} as decimal(18, 6))"
    found = f"cast(try_strptime({digits}, [{known}]) as date)"
    return (
        f"case when {number} >= {serials[0]} and {number} < {serials[1]} "
        f"then date '1899-12-30' + cast(floor({number}) as integer) "
        f"when regexp_full_match({digits}, '[0-9]{{5}}|[0-9]{{7}}|[^0-9].*') then null "
        f"when {found} >= date '{FIRST_DATE}' then {found} end"
    )
