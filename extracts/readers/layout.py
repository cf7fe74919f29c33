"""Find where a table's header stands, and what each column is called.

Files arrive with a merged title above, one or two header rows, units in
brackets and stray blanks inside a header. The contract knows the names.
"""

import re
import unicodedata
from dataclasses import dataclass

from extracts.contract import Contract
from extracts.problems import ExtractError, Reason

SEARCHED_ROWS = 30
UNITS = "[千百万亿]*元|[万]?人次?数?|[万]?例|张|[床]?日|天|次|个|所|户|岁|%|‰"
MONEY_UNITS = ("千元", "万元", "亿元", "百万元", "元")


@dataclass(frozen=True)
class Layout:
    """The header of a table: which column holds which field.

    `columns` maps a field to a column position, `units` a field to the money
    unit that its header prints, `header_rows` counts the rows down to and
    including the last header row, `unknown` lists headers that no field has.
    """

    columns: dict[str, int]
    units: dict[str, str]
    header_rows: int
    width: int
    unknown: tuple[str, ...]


def plain(header: str) -> str:
    """A header without blanks, units in brackets, and full-width forms.

    Other words in brackets stay: 药品收入（不含中药饮片） is not 药品收入.
    """
    text = re.sub(r"\s|[*:]", "", unicodedata.normalize("NFKC", header))
    return re.sub(rf"\((?:单位)?(?:{UNITS})\)", "", text).lower()


def printed_unit(header: str) -> str | None:
    """The money unit that a header names in brackets, if any."""
    text = unicodedata.normalize("NFKC", header)
    found = re.search(r"\((?:单位[::]?)?([^)]*)\)", text)
    return found.group(1) if found and found.group(1) in MONEY_UNITS else None


def find_layout(file: str, rows: list[list[str]], contract: Contract) -> Layout:
    """Choose the header row, or pair of rows, that names most fields.

    Args:
        file: the file's name, for the message.
        rows: the first rows of the table, as text.
        contract: what the table should hold.

    Raises:
        ExtractError: no row names every required column.
    """
    known = {plain(alias): f.name for f in contract.fields for alias in f.aliases}
    candidates = [
        layout
        for at in range(min(len(rows), SEARCHED_ROWS))
        for height in (1, 2)
        if at + height <= len(rows)
        and (layout := named(rows[at : at + height], at + height, known))
    ]
    # most fields win; of equals the shorter header, then the higher row
    best = max(candidates, key=lambda c: len(c.columns), default=None)
    missing = contract.missing(best.columns if best else ())
    if best is None or missing:
        raise ExtractError(file, not_this_extract(contract, best, missing))
    return best


def named(rows: list[list[str]], header_rows: int, known: dict[str, str]) -> Layout:
    """Read one candidate header."""
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
    return Layout(columns, units, header_rows, len(headers), tuple(unknown))


def merged(rows: list[list[str]]) -> list[str]:
    """One name a column: the upper name, carried over merged cells, / the lower."""
    if len(rows) == 1:
        return [cell.strip() for cell in rows[0]]
    width = max(len(row) for row in rows)
    upper, lower = (row + [""] * (width - len(row)) for row in rows)
    names, group = [], ""
    for above, below in zip(upper, lower, strict=True):
        group = above.strip() or group
        names.append(f"{group}/{below.strip()}" if below.strip() else above.strip())
    return names


def not_this_extract(contract: Contract, best: Layout | None, missing: list) -> Reason:
    wanted = "、".join(field.label.zh for field in missing)
    headers = ", ".join(field.label.en for field in missing)
    found = "、".join(best.unknown[:6]) if best else ""
    return Reason(
        "header",
        f"不是《{contract.name.zh}》的表头，缺少列：{wanted}"
        + (f"；未识别的列：{found}" if found else "")
        + "。请核对文件是否放错目录或表头被改动",
        f"the header is not that of {contract.extract}: missing {headers}; "
        "check that the file is in the right folder and its header was not changed",
    )
