"""Strategies: tables of every type, each value in every form that files have for it."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st
from writing import BARE, TEXTS, TYPED, Cell, Table

from extracts.contract import Contract

OURS = {"source": "test", "status": "I"}
TYPES = {
    "FCODE": ("facility_code", "机构代码", "code", {"required": True}),
    "YM": ("month", "月份", "month", {"required": True}),
    "PNO": ("person_number", "证件号码", "code", {"personal": "pseudonymise"}),
    "PNAME": ("person_name", "姓名", "text", {"personal": "drop"}),
    "NOTE": ("remark", "备注", "text", {}),
    "VISITS": ("visits", "诊疗人次", "integer", {"minimum": 0}),
    "INCOME": ("income_yuan", "医疗收入", "money", {"unit": "千元"}),
    "COST": ("cost_yuan", "总费用", "money", {"unit": "元"}),
    "RATE": ("signed_pct", "签约率", "percent", {}),
    "STAY": ("stay_days", "住院天数", "decimal", {}),
    "DAY": ("signed_on", "签约日期", "date", {}),
    "OK": ("is_resident", "是否常住", "flag", {}),
}
CONTRACT = Contract.model_validate(
    {
        "extract": "round_trip",
        "name": {"zh": "往返", "en": "round trip"},
        "grain": {"zh": "一行", "en": "a row"},
        "key": ["facility_code"],
        "reporting_unit": "facility_code",
        "period": "month",
        "submission": "replaces",
        "fields": [
            {"name": name, "label": {"zh": label, "en": name}, "type": kind,
             "headers": [short], "origin": OURS, **more}
            for short, (name, label, kind, more) in TYPES.items()
        ],
    }
)  # fmt: skip
KEPT = [field.name for field in CONTRACT.landed]

WORDS = "甲乙丙縣𠀀㑇😀Ab9'\",;\t|\n　 -%．＃()（）é"
MARKS = ["", "-", "—", "－", "***", " ", "　"]
FACTORS = {"元": 1, "千元": 1_000, "万元": 10_000, "亿元": 100_000_000}
DAYS = ["%Y-%m-%d", "%Y%m%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y.%m.%d",
        "%Y-%m-%d 00:00:00"]  # fmt: skip
MONTHS = ["%Y-%m", "%Y%m", "%Y年%m月", "%Y/%m", "%Y-%m-01"]
WIDE = {ord(c): 0xFEE0 + ord(c) for c in "0123456789.,%"}

words = st.text(st.sampled_from(WORDS), max_size=8).filter(
    # a mark is no text, and what Excel makes of it is no business of ours
    lambda text: text.strip(" \t\n　") not in ("-", "--", "", "…", "/")
)
amounts = st.integers(-(10**9), 10**9).map(lambda cents: Decimal(cents) / 100)
days = st.dates(date(1901, 1, 1), date(2099, 12, 31))


@st.composite
def numbers(draw, value: Decimal | int, is_rate: bool = False) -> Cell:
    """A number, plain or as people write it."""
    plain = f"{value:f}"
    forms = [plain, f"{value:,f}", plain.translate(WIDE), f" {plain}　"]
    forms += [f"{plain}%", f"{plain}%".translate(WIDE)] if is_rate else []
    return Cell(draw(st.sampled_from(forms)), value, is_rate)


@st.composite
def times(draw, value: date, forms: list[str]) -> Cell:
    text = value.strftime(draw(st.sampled_from(forms)))
    if draw(st.booleans()) and "年" in text:
        text = text.replace("年0", "年").replace("月0", "月")
    if forms is DAYS and draw(st.integers(0, 9)) == 0 and value.year > 1960:
        text = str((value - date(1899, 12, 30)).days)
    return Cell(draw(st.sampled_from([text, text.translate(WIDE)])), value)


@st.composite
def pairs(draw, short: str, number: int, unit: str) -> tuple[str, Cell]:
    """A value as the plain file has it, and as the other has it."""
    kind = TYPES[short][2]
    if short == "FCODE":
        code = f"{draw(st.sampled_from(['0', '', 'A']))}{number}"
        return code, Cell(draw(st.sampled_from([code, f" {code}", f"{code}\t"])))
    if kind == "month":
        month = draw(days).replace(day=1)
        return f"{month:%Y-%m-%d}", draw(times(month, MONTHS))
    if draw(st.integers(0, 4)) == 0:
        return "", Cell(draw(st.sampled_from(MARKS)))
    if kind == "flag":
        yes = draw(st.booleans())
        forms = (
            ["是", "1", "Y", "有", "true"] if yes else ["否", "0", "n", "无", "False"]
        )
        return "否是"[yes], Cell(draw(st.sampled_from(forms)))
    if kind == "date":
        day = draw(days)
        return f"{day:%Y-%m-%d}", draw(times(day, DAYS))
    if kind == "integer":
        count = draw(st.integers(0, 10**9))
        return str(count), draw(numbers(count))
    if kind == "money":
        yuan = draw(amounts)
        own = "千元" if short == "INCOME" else "元"
        amount = (yuan / FACTORS[unit or own]).normalize()
        return f"{yuan / FACTORS[own]:f}", draw(numbers(amount))
    if kind in ("percent", "decimal"):
        value = draw(st.integers(-(10**6), 10**6).map(lambda n: Decimal(n) / 100))
        return f"{value:f}", draw(numbers(value, kind == "percent"))
    text = draw(words)
    return text, Cell(text if short != "PNO" else f" {text.lower()}")


@st.composite
def tables(draw, form: str) -> tuple[list[dict[str, str]], Table]:
    """The rows of a plain file, and the same in the layout of another."""
    shorts = draw(st.permutations(list(TYPES)))
    # fastexcel tells nine decimals of a number: not enough for a 分 in 亿元
    units = list(FACTORS)[: 3 if form == "typed.xlsx" else 4]
    unit = "" if form == "table.dbf" else draw(st.sampled_from(units))
    drawn = [
        {short: draw(pairs(short, number, unit)) for short in shorts}
        for number in range(1, draw(st.integers(1, 6)) + 1)
    ]
    headers = [draw(header(short, unit, form)) for short in shorts]
    rows = [[row[short][1] for short in shorts] for row in drawn]
    if draw(st.booleans()):
        at = draw(st.integers(0, len(headers)))
        headers.insert(at, "没有的列")
        for row in rows:
            row.insert(at, Cell("3.1"))
    table = draw(layouts(headers, rows, form))
    return [{short: row[short][0] for short in TYPES} for row in drawn], table


@st.composite
def header(draw, short: str, unit: str, form: str) -> str:
    name, label, kind, _ = TYPES[short]
    if form == "table.dbf":
        return short  # ten bytes hold no unit
    shown = f"（{unit}）" if kind == "money" else ""
    return (
        draw(st.sampled_from([label, name, short, f"{label[0]} {label[1:]}"])) + shown
    )


@st.composite
def layouts(draw, headers: list[str], rows: list[list[Cell]], form: str) -> Table:
    if form in BARE:
        return Table(headers, rows)
    total = ["合计", *[""] * (len(headers) - 2), "5"]
    feet = draw(st.lists(st.sampled_from([total, ["合 计："], ["注：不含村卫生室"],
                                          ["填表人：某", "审核：某", "电话", "1"]]),
                         max_size=3))  # fmt: skip
    grouped = draw(st.none() | st.integers(1, len(headers) - 1))
    is_text = form in TEXTS
    return Table(
        headers,
        rows,
        draw(st.sampled_from([[], ["某县月报"], ["某县月报", "（内部资料）"]])),
        grouped,
        feet,
        draw(st.frozensets(st.integers(0, 6), max_size=2)) if is_text else frozenset(),
        draw(st.sampled_from(["\n", "\r\n", "\r"])) if is_text else "\n",
    )


__all__ = ["CONTRACT", "KEPT", "TYPED", "TYPES", "tables"]
