"""Write the corpus files that no editor can: `python -m tests.corpus.make`.

The text files beside them were written by hand. All places and people are made up.
What each file must give stands in `expected.yml`. All are committed, so that a change
of a writing library cannot change what is tested; `password.zip` is from `zip -P`.
"""

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from extracts.contract import load_contracts

FILES = Path(__file__).parent / "files"
A, B, C = (f"99010{n}470000{n:03}2A1001X" for n in (1, 2, 3))
PLAIN = (FILES / "plain.csv").read_bytes()
# nobody has this number: its region does not exist and its check digit is wrong
NAME, NUMBER = "测试甲某", "990101199001011239"
MAKERS: dict[str, Callable[[Path], object]] = {}
FIRST_OF_MONTH = (2024, 2, 1, 8, 0, 0)
# the header of the county form, which the signing_sheet contract knows
SIGNING_VALUES = [
    field.label.zh
    for field in load_contracts()["signing_sheet"].fields
    if field.origin.item != "none"
]


def raw(name: str, content: bytes) -> None:
    MAKERS[name] = lambda path: path.write_bytes(content)


def book_bytes(rows: list[list], merge: str = "") -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    for cells in merge.split():
        book.worksheets[0].merge_cells(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet(name: str, rows: list[list], merge: str = "") -> None:
    raw(name, book_bytes(rows, merge))


def styled(name: str) -> Callable:
    """A workbook with formats, formulas and values that Excel has worked out."""

    def keep(write: Callable[[xlsxwriter.Workbook], None]) -> Callable:
        def make(path: Path) -> None:
            with xlsxwriter.Workbook(path) as book:
                write(book)

        MAKERS[name] = make
        return write

    return keep


class GbkInfo(zipfile.ZipInfo):
    """A member named in GBK without saying so, as Chinese Windows does it."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gbk"), 0


def zipped(members: dict[str, bytes], kind: type = zipfile.ZipInfo) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(kind(name, FIRST_OF_MONTH), content)
    return stream.getvalue()


def dbf(fields: list[tuple[str, int]], rows: list[tuple[bool, list[str]]]) -> bytes:
    """A dBASE III table in GB18030; a row is (deleted, values)."""
    width = 1 + sum(size for _, size in fields)
    start = 32 + 32 * len(fields) + 1
    head = struct.pack("<BBBBIHH20x", 3, 124, 2, 1, len(rows), start, width)
    for name, size in fields:
        head += struct.pack("<11sc4xB15x", name.encode("gbk"), b"C", size)
    body = b"".join(
        (b"*" if gone else b" ")
        + b"".join(
            value.encode("gb18030").ljust(size)[:size]
            for value, (_, size) in zip(values, fields, strict=True)
        )
        for gone, values in rows
    )
    return head + b"\x0d" + body + b"\x1a"


def parquet(name: str, columns: dict[str, pa.Array]) -> None:
    MAKERS[name] = lambda path: pq.write_table(pa.table(columns), path)


# --- workbooks ------------------------------------------------------------------------
VISITS = ["机构代码", "月份", "诊疗人次"]
SMALL = book_bytes([VISITS, [A, "202401", 120]])
raw("workbook_called.csv", SMALL)
raw("cut.xlsx", SMALL[:-300])
sheet(
    "unit_row.xlsx",
    [[*VISITS, "医疗收入"], ["", "", "人次", "万元"], [A, "202401", 120, 3.55]],
)
sheet(
    "merged_title.xlsx",
    [
        ["示范县医疗服务月报（单位：万元）"],
        ["机构 代码", "月份", "业务量", "", ""],
        ["", "", "诊疗 人次", "出院人数", "备注"],
        [A, "202401", "1,120", 2, "x"],
        [B, "2024年1月", 80, None, None],
    ],
    "A1:E1 C2:E2 A2:A3 B2:B3",
)
sheet(
    "totals_in_the_middle.xlsx",
    [
        ["区县", "机构", "月份", "常住人口签约数"],
        ["示范县", "甲", "2024-06", 10],
        ["小 计", None, None, 10],
        ["示范县", "乙", "2024-06", 20],
        ["示范县合计：", None, None, 20],
        ["示范县", "计生服务站", "2024-06", 5],
        ["合　计（3家）", None, None, 35],
        [None, None, None, None],
        ["注：不含村卫生室"],
        ["数据来源：健康档案系统"],
    ],
)
sheet(
    "empty_first_rows_and_columns.xlsx",
    [
        [],
        [],
        [None, None, *VISITS, None],
        [None, None, A, "2024-01", 120, None],
        [None, None, B, "2024-01", "八十", None],
        [],
    ],
)
sheet(
    "merged_facility.xlsx",
    [
        ["区县", "机构", "月份", "常住人口签约数"],
        ["示范县", "甲", "2024-06", 10],
        [None, "乙", "2024-06", 20],
    ],
    "A2:A3",
)
sheet(
    "formula_never_worked_out.xlsx",
    [[*VISITS, "出院人数"], [A, "2024-01", 120, "=1+2"]],
)


@styled("several_sheets.xlsx")
def several_sheets(book: xlsxwriter.Workbook) -> None:
    book.add_worksheet("填报说明").write(0, 0, "请按月填报")
    for month in (1, 2):
        page = book.add_worksheet(f"{month}月")
        page.write_row(0, 0, VISITS)
        page.write_row(1, 0, [A, f"2024-0{month}", 100 + month])
    page.write_row(2, 0, [A, "2024-01", 999])  # stands on the sheet before


@styled("hidden_sheet.xlsx")
def hidden_sheet(book: xlsxwriter.Workbook) -> None:
    for name, visits in (("上报", 120), ("旧数据", 7)):
        page = book.add_worksheet(name)
        page.write_row(0, 0, VISITS)
        page.write_row(1, 0, [A, "2024-01", visits])
    page.hide()


@styled("cells_with_formats.xlsx")
def cells_with_formats(book: xlsxwriter.Workbook) -> None:
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    month = book.add_format({"num_format": 'yyyy"年"m"月"'})
    page = book.add_worksheet()
    page.write_row(0, 0, [*VISITS, "出院人数", "医疗收入"])
    page.write(1, 0, A)
    page.write_datetime(1, 1, datetime(2024, 1, 1), month)
    page.write_formula(1, 2, "=100+20", None, 120)
    page.write_formula(1, 3, "=1/0", None, "#DIV/0!")
    page.write(1, 4, 0.1 + 0.2)
    page.write(2, 0, B)
    page.write_datetime(2, 1, datetime(2024, 1, 31, 18, 30), day)
    page.write_row(2, 2, [80.0, 1, 12345678.9])


@styled("signing_sheet_33.xlsx")
def signing_sheet(book: xlsxwriter.Workbook) -> None:
    """The county form: a merged title with the month, two header rows, 33 values."""
    rate = book.add_format({"num_format": "0.0%"})
    page = book.add_worksheet("签约进展")
    page.merge_range(0, 0, 0, 34, "示范县2024年6月家庭医生签约服务进展情况统计表")
    page.merge_range(1, 0, 2, 0, "区 县")
    page.merge_range(1, 1, 2, 1, "机构")
    page.merge_range(1, 2, 1, 34, "签约服务情况")
    page.write_row(2, 2, SIGNING_VALUES)
    page.write(2, 5, "常住人 口签约数")
    for row, facility in ((3, "甲镇卫生院"), (4, "乙镇卫生院")):
        page.write_row(row, 0, ["示范县", facility])
        for at, header in enumerate(SIGNING_VALUES):
            if not header.endswith("率"):
                page.write(row, 2 + at, 100 * row + at)
            elif row == 3:
                page.write(row, 2 + at, 0.629, rate)
            else:
                page.write(row, 2 + at, "62.9%")
    page.write_formula(4, 31, "=0/0", rate, "#DIV/0!")
    page.write_row(5, 0, ["合计", None, 700])
    page.write(6, 0, "填表人：测试戊某")


# --- dbf, zip, parquet ----------------------------------------------------------------
N041 = [
    ("USERNAME", 10), ("机构代码", 23), ("BAH", 10), ("XM", 20), ("SFZH", 18),
    ("ZYCS", 2), ("RYSJ", 8), ("CYSJ", 8), ("JBDM", 8), ("ZYZD", 11), ("ZFY", 10),
]  # fmt: skip


def discharge(
    number: str, name: str, code: str, cost: str, gone: bool = False
) -> tuple:
    stay = ["1", "20240101", "20240105"]
    return gone, [number, A, number, name, NUMBER, *stay, code, "肺炎" * 3, cost]


DISCHARGES = dbf(
    N041,
    [
        discharge("0001", NAME, "J18.0", "1234.50"),
        discharge("0002", "测试乙某", "J18.9", "99", gone=True),
        discharge("0003", "测试丙某", "A01.000", ""),
    ],
)
raw("discharges.dbf", DISCHARGES)
raw("discharges_cut.dbf", DISCHARGES[:-40])
raw("discharges_header_cut.dbf", DISCHARGES[:100])

NESTED = {
    "上报/一月/月报.csv": PLAIN,
    "上报/二月/月报.csv": PLAIN.replace(b"2024-01", b"2024-02"),
    "__MACOSX/._月报.csv": b"x",
    "上报/~$月报.xlsx": b"x",
}
raw("nested.zip", zipped(NESTED))
raw("gbk_names.zip", zipped({"月报.csv": PLAIN.decode().encode("gb18030")}, GbkInfo))
raw("zip_in_zip.zip", zipped({"甲县.zip": zipped({"a.csv": PLAIN})}))
raw("nothing.zip", zipped({"空/": b""}))
raw("cut.zip", zipped(NESTED)[:400])

parquet(
    "strings.parquet",
    {
        "机构代码": pa.array([A, B, C]),
        "月份": pa.array(["2024年1月", "202401", "2024-13"]),
        "诊疗人次": pa.array(["1,120", "-", "5"]),
        "医疗收入": pa.array(["35.5", "", None]),
    },
)
parquet(
    "types.parquet",
    {
        "结算ID": pa.array(["S1", "S2", "S3"]),
        "人员编号": pa.array([7, 8, 9]),
        "参保地": pa.array([990101.0] * 3),
        "险种类型": pa.array([390] * 3),
        # half past midnight in China
        "结算时间": pa.array(
            [datetime(2024, 1, 4, 16, 30)] * 3, pa.timestamp("us", "UTC")
        ),
        "医疗类别": pa.array(["11", " 11", "11"]),
        "医疗费总额": pa.array([10.5, 20.25, 1e30]),
        "基金支付总额": pa.array([5, 6, 7]),
        "有效标志": pa.array([True, False, None]),
        "出院日期": pa.array([date(2024, 1, 5), None, date(9999, 12, 31)]),
        'a "quoted" name': pa.array(["x", "y", "z"]),
    },
)
raw("cut.parquet", b"PAR1" + bytes(100))


def main() -> None:
    for name, make in MAKERS.items():
        make(FILES / name)
    print(f"{len(MAKERS)} files in {FILES}")


if __name__ == "__main__":
    main()
