"""The data dictionary: every contract as one page to read and one workbook to send.

Nothing is said here that a contract or `code_sets.csv` does not say.
"""

import csv
from itertools import groupby
from pathlib import Path

import jinja2
import xlsxwriter

from extracts.contract import Contract, ContractField

CODE_SETS = Path(__file__).parent.parent / "seeds" / "reference" / "code_sets.csv"
TEMPLATE = Path(__file__).with_suffix(".html.jinja")

TYPES = {
    "text": "文本 text",
    "code": "代码 code",
    "integer": "整数 integer",
    "decimal": "小数 decimal",
    "money": "金额，入库换算为元 money, landed in yuan",
    "percent": "百分数 percentage",
    "date": "日期 date",
    "month": "月份 month",
    "year": "年度 year",
    "flag": "是否 yes or no",
}
MARKS = {"null": "未报 not reported", "zero": "零 zero", "reject": "退回 refused"}
PERSONAL = {
    "no": "",
    "drop": "不入库 never landed",
    "pseudonymise": "加密钥哈希后入库 hashed with a key",
}
STATUS = {
    "V": "见于公开原文 seen in a public source",
    "S": "见于项目文件 stated in a document of the project",
    "I": "推断或自定 inferred or set by this project",
    "K": "凭记忆，未核实 recalled, not verified",
}


def write_data_dictionary(contracts: dict[str, Contract], folder: Path) -> list[Path]:
    """Write `data_dictionary.html` and `data_dictionary.xlsx`.

    Returns:
        the paths of the two files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    page, workbook = folder / "data_dictionary.html", folder / "data_dictionary.xlsx"
    ordered = [contracts[extract] for extract in sorted(contracts)]
    codes = read_codes(ordered)
    write_page(page, ordered, codes)
    write_workbook(workbook, ordered, codes)
    return [page, workbook]


def read_codes(contracts: list[Contract]) -> dict[str, list[dict[str, str]]]:
    """The rows of every code list that a contract names."""
    used = {field.codes for contract in contracts for field in contract.fields}
    with CODE_SETS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["list"] in used]
    rows.sort(key=lambda row: row["list"])
    return {name: list(found) for name, found in groupby(rows, lambda r: r["list"])}


def told(field: ContractField) -> dict[str, str]:
    """One field in words, under the headers of its table."""
    origin = (field.origin.source, field.origin.item)
    blank = "reject" if field.required else field.blank
    return {
        "字段 field": field.name,
        "中文": field.label.zh,
        "English": field.label.en,
        "类型 type": TYPES[field.type],
        "单位 unit": field.unit if field.unit != "none" else "",
        "可用表头 accepted headers": accepted_headers(field),
        "必填 required": "是 yes" if field.required else "",
        "取值 values": accepted_values(field),
        "“-” / 空白 dash / blank": f"{MARKS[field.dash]} / {MARKS[blank]}",
        "个人信息 personal data": PERSONAL[field.personal],
        "说明 note": f"{field.note.zh} {field.note.en}" if field.note else "",
        "来源 origin": " · ".join(text for text in origin if text != "none"),
        "状态 status": STATUS[field.origin.status],
    }


def accepted_headers(field: ContractField) -> str:
    only = f"（仅 only {'、'.join(field.formats)}）" if field.formats else ""
    return "、".join(dict.fromkeys(field.aliases)) + only


def accepted_values(field: ContractField) -> str:
    said = ["、".join(field.allowed)] if field.allowed else []
    if field.codes != "none":
        said.append(f"代码表 code list {field.codes}")
    if field.pattern != "none":
        said.append(f"格式 pattern {field.pattern}")
    limits = (("≥", field.minimum), ("≤", field.maximum))
    said += [f"{sign} {limit:g}" for sign, limit in limits if limit is not None]
    return "；".join(said)


def write_page(path: Path, contracts: list[Contract], codes: dict) -> None:
    template = jinja2.Environment(autoescape=True, trim_blocks=True).from_string(
        TEMPLATE.read_text("utf-8")
    )
    words = {"told": told, "statuses": STATUS}
    path.write_text(template.render(contracts=contracts, codes=codes, **words), "utf-8")


def write_workbook(path: Path, contracts: list[Contract], codes: dict) -> None:
    """One sheet an extract, an index before them and the code lists after."""
    index = [[c.extract, c.name.zh, c.name.en, str(len(c.fields))] for c in contracts]
    sheets = {"目录 index": [["数据 extract", "名称", "name", "字段数 fields"], *index]}
    for contract in contracts:
        rows = [told(field) for field in contract.fields]
        sheets[contract.extract] = [list(rows[0]), *(list(r.values()) for r in rows)]
    lists = [list(row.values()) for rows in codes.values() for row in rows]
    head = ["代码表 list", "代码 code", "中文", "English", "状态 status", "来源 source"]
    sheets["代码表 code_sets"] = [head, *lists]
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            write_sheet(book, name, rows)


def write_sheet(book: xlsxwriter.Workbook, name: str, rows: list[list[str]]) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write_string(at, column, text, head if at == 0 else body)
    sheet.set_column(0, len(rows[0]) - 1, 22)
    sheet.freeze_panes(1, 1)
