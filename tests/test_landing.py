"""The door: what lands, what is refused and why, and that nothing is lost."""

import multiprocessing
import os
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from door import HEADER, Door

from extracts.problems import BusyError

pytestmark = pytest.mark.usefixtures("way")

GOOD = HEADER + "A01,2024-01,120,35.5\nA02,2024-01,80,\n"
ALL = """
select facility_code, month, visits, income_yuan from raw.visit_report order by 1, 2
"""


@pytest.fixture
def door(tmp_path: Path) -> Door:
    return Door(tmp_path)


def test_lands_typed_rows_and_converts_thousands_of_yuan(door: Door):
    door.write("jan.csv", GOOD)
    assert door.land()["jan.csv"].outcome == "landed"
    rows = door.rows(ALL)
    assert [(r[0], str(r[1]), r[2]) for r in rows] == [
        ("A01", "2024-01-01", 120),
        ("A02", "2024-01-01", 80),
    ]
    assert float(rows[0][3]) == 35_500.00
    assert rows[1][3] is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_give_the_same_rows(door: Door, encoding: str):
    text = HEADER + "镇卫生院𠀀,2024年1月,１２０,\n"
    door.write("jan.csv", text.encode(encoding))
    door.land()
    assert door.rows("select facility_code, visits from raw.visit_report") == [
        ("镇卫生院𠀀", 120)
    ]


def test_a_workbook_with_title_two_headers_totals_and_notes(door: Door):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["某县诊疗月报（单位：千元）"])
    sheet.merge_cells("A1:D1")
    sheet.append(["机构 代码", "月份", "业务量", "", ""])
    sheet.merge_cells("C2:D2")
    sheet.append(["", "", "诊疗人次", "医疗收入（万元）", "没有的列"])
    sheet.append(["A01", "202401", "1,120", 2.5, "x"])
    sheet.append(["A02", "2024-01", 80, None, None])
    sheet.append(["合计", "", "1,200", 2.5, None])
    sheet.append(["注：本表不含村卫生室"])
    path = door.inbox / "jan.xlsx"
    book.save(path)
    result = door.land()["jan.xlsx"]
    assert (result.counts.landed, result.counts.set_aside) == (2, 2)
    rows = door.rows(ALL)
    assert (rows[0][2], float(rows[0][3])) == (1120, 25_000.00)
    assert door.rows("select unknown_headers from raw.files")[0][0].count("没有的列")


def test_bad_rows_are_kept_with_a_reason_and_every_row_is_counted(door: Door):
    door.write(
        "jan.csv",
        GOOD
        + ",2024-01,5,\n"  # no facility
        + "A03,2024-13,5,\n"  # no such month
        + "A04,2024-01,十二,\n"  # not a number
        + "A05,2024-01,-3,\n"  # below zero
        + "A01,2024-01,121,\n"  # the key again
        + "A06,2024-01,7\n"  # a column too few
        + "A07,2024-01,8,1,2\n"  # a column too many
        + "合计,,205,\n"
        + "A08,2024-01,9,0\n",
    )
    counts = door.land()["jan.csv"].counts
    assert (counts.read, counts.landed, counts.rejected, counts.set_aside) == (
        11,
        3,
        7,
        1,
    )
    found = door.rows(
        "select row_number, reason_code from raw.rejected_rows order by all"
    )
    assert found == [
        (4, "required"), (5, "type"), (6, "type"), (7, "range"), (8, "duplicate"),
        (9, "columns"), (10, "columns"),
    ]  # fmt: skip
    reasons = door.rows("select reason_zh, reason_en from raw.rejected_rows")
    assert all(zh and en for zh, en in reasons)


def workbook_bytes() -> bytes:
    stream = BytesIO()
    openpyxl.Workbook().save(stream)
    return stream.getvalue()


BAD_FILES = {
    "empty.csv": (b"", "empty"),
    "header_only.csv": (HEADER.encode(), "no_rows"),
    "cut_row.csv": ((GOOD + "A03,20").encode(), "truncated"),
    "cut_character.csv": (GOOD.encode() + "镇".encode()[:2], "truncated"),
    "utf16.csv": (GOOD.encode("utf-16"), "encoding"),
    "neither.csv": (GOOD.encode() + b"A03,\xff\xff\xff,1,\n", "encoding"),
    "mislabelled.csv": ("姓名,电话\n甲,1\n".encode(), "header"),
    "mojibake.csv": (GOOD.encode().decode("gb18030", "replace").encode(), "header"),
    "damaged.xlsx": (workbook_bytes()[:900], "damaged"),
    "blank.xlsx": (workbook_bytes(), "empty"),
    "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "format"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_with_a_reason_and_the_rest_lands(door: Door, name: str):
    content, code = BAD_FILES[name]
    door.write(name, content)
    door.write("good.csv", GOOD)
    results = door.land()
    assert results["good.csv"].outcome == "landed"
    refused = results[name]
    assert refused.outcome == "refused"
    assert refused.reason is not None
    assert refused.reason.code == code
    assert len(door.rows(ALL)) == 2
    kept = door.rows("select file_name, reason_zh, reason_en from raw.rejected_files")
    assert [row[0] for row in kept] == [name]
    assert all(kept[0])


def test_errors_name_the_line(door: Door):
    door.write("cut_row.csv", GOOD + "A03,20")
    assert "4" in door.land()["cut_row.csv"].place
    door.write("neither.csv", GOOD.encode() + b"A03,\xff\xff\xff,1,\n")
    assert "4" in door.land()["neither.csv"].place


def test_the_header_error_says_which_columns_are_missing(door: Door):
    door.write("jan.csv", "机构代码,诊疗数\nA01,3\n")
    reason = door.land()["jan.csv"].reason
    assert reason is not None
    assert "月份" in reason.zh
    assert "诊疗人次" in reason.zh
    assert "诊疗数" in reason.zh
    assert "month" in reason.en


def test_the_same_bytes_twice_change_nothing(door: Door):
    door.write("jan.csv", GOOD)
    door.land()
    before = door.rows(f"from ({ALL}) union all select file_id, null, rows_read, null "
                       "from raw.files")  # fmt: skip
    door.write("copy.csv", GOOD)
    results = door.land()
    assert {r.outcome for r in results.values()} == {"unchanged"}
    after = door.rows(f"from ({ALL}) union all select file_id, null, rows_read, null "
                      "from raw.files")  # fmt: skip
    assert before == after


@pytest.mark.parametrize("order", [("a.csv", "b.csv"), ("b.csv", "a.csv")])
def test_a_file_sent_again_leaves_one_trace(door: Door, order: tuple[str, str]):
    """Whichever is landed first: `b.csv` was sent first, `a.csv` is its copy."""
    for name in order:
        path = door.write(name, GOOD)
        sent = 1_700_000_000 if name == "b.csv" else 1_700_000_060
        os.utime(path, (sent, sent))
        for _ in range(2):
            door.land()
    assert door.rows("select file_name from raw.files") == [("b.csv",)]
    assert door.rows("select file_name from raw.resent_files") == [("a.csv",)]
    assert len(door.rows(ALL)) == 2


def test_files_in_the_wrong_place_are_said(door: Door):
    (door.inbox.parent / "stray.csv").write_text(GOOD)
    other = door.inbox.parent / "unknown_extract"
    other.mkdir()
    (other / "x.csv").write_text(GOOD)
    codes = {n: r.reason.code for n, r in door.land().items() if r.reason}
    assert codes == {"stray.csv": "no_folder", "x.csv": "no_contract"}


def test_a_repaired_file_is_no_longer_among_the_refused(door: Door):
    door.write("jan.csv", GOOD + "A03,20")
    assert door.land()["jan.csv"].outcome == "refused"
    door.write("jan.csv", GOOD)
    assert door.land()["jan.csv"].outcome == "landed"


def hold(path: Path, held, done) -> None:
    from extracts.warehouse import open_warehouse  # noqa: PLC0415

    with open_warehouse(path):
        held.set()
        done.wait(120)


def test_a_second_writer_is_told_to_wait(door: Door):
    door.land()
    context = multiprocessing.get_context("spawn")
    held, done = context.Event(), context.Event()
    process = context.Process(target=hold, args=(door.build, held, done))
    process.start()
    try:
        assert held.wait(120)
        with pytest.raises(BusyError, match="another yigai process"), door.open():
            pass
    finally:
        done.set()
        process.join()


def test_a_zip_is_an_envelope_and_its_members_are_files(door: Door):
    with zipfile.ZipFile(door.inbox / "q1.zip", "w") as archive:
        archive.writestr("上报/一月.csv", GOOD)
        archive.writestr("readme.txt", "nothing")
        archive.writestr("__MACOSX/x", "nothing")
    results = door.land()
    assert results["q1.zip!一月.csv"].outcome == "landed"
    assert results["q1.zip!readme.txt"].outcome == "refused"
    assert len(results) == 2
    assert len(door.rows(ALL)) == 2


def test_the_second_header_row_may_name_unknown_columns_alone(door: Door):
    door.write(
        "jan.csv",
        "机构代码,月份,诊疗人次,医疗收入（元）,其他,\n,,,,甲列,乙列\n"
        "A01,2024-01,120,1,x,y\n",
    )
    counts = door.land()["jan.csv"].counts
    assert (counts.landed, counts.rejected) == (1, 0)
    assert door.rows("select unknown_headers from raw.files") == [
        ("其他/甲列、其他/乙列",)
    ]
