"""The SQL that turns a column of text into what the contract says it is.

Nothing is judged here: a text that is no value of its type gives null.
"""

from extracts.contract import ContractField, Type
from extracts.problems import Reason

# around a value: what exports and Excel leave there, the last two invisible
BLANKS = " \t\r\n\u3000\u00a0\u200b\ufeff"
DIGITS = ("０１２３４５６７８９．，－−＋％", "0123456789.,--+%")
CODES = (
    DIGITS[0][:10] + "－ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ",
    "0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
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


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def cleaned(column: str) -> str:
    """Text without blanks of any kind at its ends."""
    return f"trim({column}, {literal(BLANKS)})"


def may_hide_persons(field: ContractField) -> bool:
    """Whether words stand here, of which none looks like a person's number."""
    return field.type == "text" and field.pattern == "none" and field.personal == "no"


def factor(field: ContractField, unit: str) -> int:
    """By what a number in the printed unit is multiplied: 千元, 万元, 万人, 万人次."""
    if field.type == "money":
        return FACTORS.get(unit, FACTORS[field.unit])
    return 10_000 if unit.startswith("万") and unit != "万元" else 1


def money_type(times: int) -> str:
    """A type that is exact to the 分 in any unit: 1.23456789 亿元 has ten decimals."""
    return f"decimal(18, {2 + len(str(times)) - 1})"


def typed(kind: Type, times: int, text: str) -> str:
    """SQL of the value of a type, null where the text is none.

    Args:
        kind: the type that the contract declares.
        times: by what a number is multiplied, as its unit says.
        text: SQL of the cleaned text.
    """
    narrow = narrowed(kind, text)
    return value(kind, times, text, whole(narrow), plain_number(narrow))


def value(kind: Type, times: int, text: str, digits: str, number: str) -> str:
    """`typed` of what was made of the text before: `whole` and `plain_number` of it."""
    match kind:
        case "text":
            return text
        case "code":
            return digits
        case "integer":
            exact = multiplied(f"try_cast({number} as decimal(18, 4))", times)
            return f"case when {exact} = floor({exact}) then {exact} end"
        case "percent":
            return f"try_cast(rtrim({number}, '%') as decimal(9, 4))"
        case "money":
            amount = f"try_cast({number} as {money_type(times)})"
            return f"try_cast({multiplied(amount, times)} as decimal(18, 2))"
        case "date":
            return dates(digits, DATE_FORMS, SERIAL_DAYS)
        case "month":
            day = dates(digits, MONTH_FORMS, SERIAL_MONTHS)
            return f"cast(date_trunc('month', {day}) as date)"
        case "year":
            year = f"regexp_extract({digits}, '{YEAR}', 1)"
            return f"cast(try_strptime({year}, '%Y') as date)"
        case "flag":
            # most flags are 1 or 0, and quicker found so
            return (
                f"case when {text} in ('0', '1') then {text} = '1' "
                f"when list_contains({list(YES)}, lower({text})) then true "
                f"when list_contains({list(NO)}, lower({text})) then false end"
            )
        case _:
            return f"try_cast({number} as decimal(18, 4))"


def multiplied(number: str, times: int) -> str:
    """SQL of a decimal times a whole number; 19 digits, or DuckDB overflows at 18."""
    return number if times == 1 else f"{number} * cast({times} as decimal(19, 0))"


def narrowed(kind: Type, text: str) -> str:
    """SQL of text with half-width forms in place of full-width ones.

    `translate` is slow: ASCII, which has as many bytes as characters, goes by it.
    """
    wide, narrow = CODES if kind == "code" else DIGITS
    return (
        f"case when strlen({text}) = length({text}) then {text} "
        f"else translate({text}, '{wide}', '{narrow}') end"
    )


def whole(text: str) -> str:
    """SQL: Excel and pandas turn a code of digits into a number, 150402.0."""
    return (
        f"case when suffix({text}, '.0') "
        f"then regexp_replace({text}, '^([0-9]+)[.]0$', '\\1') else {text} end"
    )


def plain_number(number: str) -> str:
    """SQL of a number without its thousands separators, null where they stand ill."""
    return (
        f"case when not contains({number}, ',') then {number} "
        f"when regexp_full_match({number}, '{GROUPED}') "
        f"then replace({number}, ',', '') end"
    )


def dates(digits: str, forms: list[str], serials: tuple[int, int]) -> str:
    """SQL of a date in any of the forms, or an Excel serial (days since 1899-12-30).

    Words are no date, though strptime knows infinity; nor are five or seven digits,
    of which it would read 2024011 as 2024-01-1.
    """
    low, high = serials
    serial = f"try_cast(left({digits}, 5) as integer)"
    known = ", ".join(map(literal, forms))
    found = f"cast(try_strptime({digits}, [{known}]) as date)"
    before = f"date '{FIRST_DATE}' - 1"
    return (
        f"case when regexp_full_match({digits}, '[0-9]{{5}}([.][0-9]*)?') then "
        f"case when {serial} >= {low} and {serial} < {high} "
        f"then date '1899-12-30' + {serial} end "
        f"when regexp_full_match({digits}, '[0-9]{{7}}|[^0-9].*') then null "
        # of nothing and a day the day is the greatest
        f"else nullif(greatest({found}, {before}), {before}) end"
    )
