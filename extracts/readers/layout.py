"""Find where a table's header stands, and what each column is called.

Files arrive with a merged title above, one or two header rows, units in brackets, in
a row of their own or in the title, and stray blanks inside a header. The contract
knows the names.
"""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import lru_cache

from extracts.contract import Contract
from extracts.problems import ExtractError, Reason

SEARCHED_ROWS = 30
UNITS = "[千百万亿]*元|[万]?人次?数?|[万]?例|张|[床]?日|天|次|个|所|户|岁|%|‰"
UNSURE = "?"
MONEY_UNITS = ("千元", "万元", "亿元", "百万元", "元")
INVISIBLE = "\ufeff\u200b"
IN_BRACKETS = rf"\((?:单位)?({UNITS})\)"
TITLE_UNIT = r"单\s*位\s*:\s*([^)\s]*)"
# not the day on which a form was filled in, nor one end of several months
SEVERAL = "(?<![-~—–])(?<![年月日度份][至到])"
TITLE_MONTH = rf"{SEVERAL}((?:19|20)\d\d年(?:1[0-2]|0?[1-9])月)(?!份?[-~—–至到\d])"
TITLE_YEAR = rf"{SEVERAL}((?:19|20)\d\d年)(?!度?[-~—–至到\d])"


@dataclass(frozen=True)
class Layout:
    """The header of a table: which column holds which field.

    `columns` maps a field to a column position, `units` a field to the unit that its
    header or the title prints (money or ten thousands), `header_rows` counts the rows
    down to and including the last header row, `unknown` lists headers no field has,
    `stated` gives the text of fields that stand in the title and have no column.
    `printed` counts the cells of the last header row that print a unit, `height` the
    rows of the header itself.
    """

    columns: dict[str, int]
    units: dict[str, str]
    header_rows: int
    width: int
    unknown: tuple[str, ...]
    stated: dict[str, str] = field(default_factory=dict)
    printed: int = 0
    height: int = 1


@lru_cache(10_000)
def squeezed(header: str) -> str:
    """A header without blanks and full-width forms."""
    return re.sub(rf"[\s*:{INVISIBLE}]", "", unicodedata.normalize("NFKC", header))


@lru_cache(10_000)
def plain(header: str) -> str:
    """A header without blanks, units in brackets, and full-width forms.

    Other words in brackets stay: 药品收入（不含中药饮片） is not 药品收入.
    """
    return re.sub(IN_BRACKETS, "", squeezed(header)).lower()


def printed_unit(header: str) -> str | None:
    """The unit of money or of ten thousands that a header names in brackets, if any."""
    # of "income (千元) / outpatient income (元)" the last
    unit = max(re.findall(IN_BRACKETS, squeezed(header))[-1:], default="")
    return unit if unit in MONEY_UNITS or unit.startswith("万") else None


def find_layout(file: str, rows: list[list[str]], contract: Contract) -> Layout:
    """Choose the header row, or pair of rows, that names most fields.

    Args:
        file: the file's name, for the message.
        rows: the first rows of the table, as text.
        contract: what the table should hold.

    Raises:
        ExtractError: no row names every required column, or the title two units.
    """
    known = {plain(alias): f.name for f in contract.fields for alias in f.aliases}
    candidates = [
        named(rows[at : at + height], at + height, known)
        for height in (1, 2)
        for at in range(min(len(rows), SEARCHED_ROWS))
        if at + height <= len(rows)
    ]
    # most fields win, then names of columns that nobody asked for, then most units;
    # of equals the shorter header
    best = max(
        filter(None, candidates),
        key=lambda c: (len(c.columns), names_the_rest(c, rows), c.printed),
        default=None,
    )
    if best:
        best = titled(best, rows[: best.header_rows - best.height], contract)
    missing = contract.missing({*best.columns, *best.stated} if best else ())
    if best is None or missing:
        raise ExtractError(file, not_this_extract(contract, best, missing))
    if any(best.units.get(name) == UNSURE for name in best.columns):
        raise ExtractError(file, TWO_UNITS)
    return best


def named(
    rows: list[list[str]], header_rows: int, known: dict[str, str]
) -> Layout | None:
    """Read one candidate header; none where it names no field."""
    headers = merged(rows)
    columns: dict[str, int] = {}
    units: dict[str, str] = {}
    unknown = []
    for at, header in enumerate(headers):
        field = known.get(plain(header)) or known.get(plain(header.split("/")[-1]))
        if field and field not in columns:
            columns[field] = at
            if unit := printed_unit(header):
                units[field] = unit
        elif header:
            unknown.append(header)
    if not columns:
        return None
    last = [squeezed(cell) for cell in rows[-1]]
    printed = sum(bool(re.search(f"{IN_BRACKETS}|^({UNITS})$", cell)) for cell in last)
    return Layout(
        columns,
        units,
        header_rows,
        len(headers),
        tuple(unknown),
        printed=printed,
        height=len(rows),
    )


def names_the_rest(layout: Layout, rows: list[list[str]]) -> bool:
    """Whether the last header row has words over unknown columns alone.

    As a row of data it would hold nothing; the group above them makes it a header.
    """
    last = rows[layout.header_rows - 1]
    said = {at: cell for at, cell in enumerate(last) if cell.strip()}
    return (
        layout.height > 1
        and bool(said)
        and not said.keys() & set(layout.columns.values())
        and not any(re.search(r"\d", cell) for cell in said.values())
    )


def titled(layout: Layout, titles: list[list[str]], contract: Contract) -> Layout:
    """Add what the lines above the header say of the whole table.

    Two months are no month, and of two money units none is sure.
    """
    text = unicodedata.normalize("NFKC", " ".join(c for row in titles for c in row))
    words = re.split("[、,;/]", "、".join(re.findall(TITLE_UNIT, text)))
    money = {word for word in words if word in MONEY_UNITS}
    units = {f.name: f"万{f.unit}" for f in contract.fields if f"万{f.unit}" in words}
    if money:
        unit = UNSURE if len(money) > 1 else max(money)
        units |= {f.name: unit for f in contract.fields if f.type == "money"}
    layout = replace(layout, units=units | layout.units)
    kinds = {f.name: f.type for f in contract.fields}
    kind = kinds.get(contract.period)
    form = {"month": TITLE_MONTH, "year": TITLE_YEAR}.get(kind or "")
    periods = set(re.findall(form, re.sub(r"\s", "", text))) if form else set()
    if len(periods) == 1 and contract.period not in layout.columns:
        layout = replace(layout, stated={contract.period: periods.pop()})
    return layout


def merged(rows: list[list[str]]) -> list[str]:
    """One name a column: the upper name, carried over merged cells, / the lower.

    A lower name that is a unit comes to stand in brackets.
    """
    if len(rows) == 1:
        return [cell.strip() for cell in rows[0]]
    width = max(len(row) for row in rows)
    upper, lower = (row + [""] * (width - len(row)) for row in rows)
    names, group = [], ""
    for above, below in zip(upper, lower, strict=True):
        group = above.strip() or group
        if re.fullmatch(UNITS, unit := squeezed(below)):
            names.append(f"{group}({unit})")
        else:
            names.append(f"{group}/{below.strip()}" if below.strip() else above.strip())
    return names


def not_this_extract(contract: Contract, best: Layout | None, missing: list) -> Reason:
    wanted = "、".join(field.label.zh for field in missing)
    headers = ", ".join(field.label.en for field in missing)
    # a row of data in place of a lost header must not be shown: it names persons
    sure = 2 if contract.has_personal else 1
    known = best is not None and len(best.columns) >= sure
    found = "、".join(best.unknown[:6]) if best and known else ""
    return Reason(
        "header",
        f"不是《{contract.name.zh}》的表头，缺少列：{wanted}"
        + (f"；未识别的列：{found}" if found else "")
        + "。请核对文件是否放错目录或表头被改动",
        f"the header is not that of {contract.extract}: missing {headers}; "
        "check that the file is in the right folder and its header was not changed",
    )


TWO_UNITS = Reason(
    "unit",
    "标题写了两种金额单位，请在每个金额列的表头写明单位，如“医疗收入（千元）”",
    "the title names two units of money; write the unit in the header of each column",
)
