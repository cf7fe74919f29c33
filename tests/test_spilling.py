"""No person spills: nothing that the door writes or says names one, whatever comes."""

import os
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from commandline import yigai
from door import Door
from persons import HEADER, contract, person, signing, text_of
from writing import Cell, Table, write_dbf

from extracts.landing import FileResult


def rows_of(count: int) -> list[list[str]]:
    return [HEADER, *map(signing, range(count))]


def shifted(row: list[str]) -> list[str]:
    return [*row[1:], ""]


MANY = 2_500
FAULTS = {
    "good": lambda: text_of(rows_of(MANY)),
    "columns shifted": lambda: text_of(
        [HEADER, signing(0), *(shifted(signing(n)) for n in range(1, MANY))]
    ),
    "shifted to the right": lambda: text_of(
        [HEADER, signing(0), *(["", *signing(n)[:-1]] for n in range(1, MANY))]
    ),
    "name and institution swapped": lambda: text_of(
        [HEADER, signing(0)]
        + [[r[0], r[3], r[5], r[1], r[4], *r[5:]] for r in map(signing, range(1, 9))]
    ),
    "number behind the package": lambda: text_of(
        [HEADER, signing(0)]
        + [[*signing(n)[:-1], person(n).number] for n in range(1, MANY)]
    ),
    "blanks around everything": lambda: text_of(
        [HEADER] + [[f"　{cell} " for cell in row] for row in rows_of(MANY)[1:]]
    ),
    "no day is one": lambda: text_of(
        [HEADER, *([*signing(n)[:-2], "5月5", "包"] for n in range(MANY))]
    ),
    "header lost": lambda: text_of(rows_of(MANY)[1:]),
    "header renamed": lambda: text_of(rows_of(9)).replace("证件号码", "号码"),
    "one column too few": lambda: text_of([HEADER, signing(0), signing(1)[:-1]] * 20),
    "cut in a row": lambda: text_of(rows_of(MANY))[:-30],
    "cut in a character": lambda: text_of(rows_of(MANY)).encode()[:-12],
    "a quote left open": lambda: text_of(rows_of(9)).replace("假名丙", '"假名丙'),
    "two encodings": lambda: (
        text_of(rows_of(MANY)).encode() + text_of(rows_of(9)).encode("gb18030")
    ),
    "mixed line ends": lambda: text_of(rows_of(9)).replace("\n", "\r\n", 4),
    "signed at the foot": lambda: text_of(
        [*rows_of(3), [f"填表人：{person(4).name}", f"电话：{person(4).phone}"],
         [f"审核：{person(5).name}", *[""] * 7, person(5).phone]]
    ),
    "control characters": lambda: text_of(rows_of(9)).replace("假名", "\x00假名"),
}  # fmt: skip
PARTS = [part.encode(e) for part in ("假名", "虚构路") for e in ("utf-8", "gb18030")]
PARTS += [b"990101" + str(year).encode() for year in range(1950, 2010)]


def spilled(told: bytes) -> list[bytes]:
    return [part for part in PARTS if part in told]


def bytes_of(folder: Path) -> bytes:
    """All that the warehouse has written: file, log of changes, temporary files."""
    return b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())


def land_and_listen(door: Door) -> tuple[list[FileResult], bytes]:
    """Land without compression, which would hide words; everything that was written."""
    with door.open() as con:
        con.execute("pragma force_compression = 'uncompressed'")
        results = list(door.land_with(con).values())
        told = bytes_of(door.build.parent)
        told += repr(con.sql("from raw.rejected_rows").fetchall()).encode()
        con.execute("checkpoint")
        told += bytes_of(door.build.parent)
    return results, told + repr(results).encode() + bytes_of(door.build.parent)


@pytest.mark.parametrize(
    "encoding", ["utf-8", pytest.param("gb18030", marks=pytest.mark.slow)]
)
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.usefixtures("way")
def test_no_person_spills_from_a_faulty_file(
    tmp_path: Path, capfd: pytest.CaptureFixture, caplog, fault: str, encoding: str
):
    content = FAULTS[fault]()
    if isinstance(content, str):
        content = content.encode(encoding)
    door = Door(tmp_path, contract("signing"))
    door.write("register.csv", content)
    results, told = land_and_listen(door)
    assert len(results) == 1
    assert spilled(told) == []
    heard = "".join(capfd.readouterr()) + caplog.text
    assert spilled(heard.encode()) == []


OTHERS = ["facility_registry", "signing_sheet", "settlement", "discharge_record",
          "facility_monthly"]  # fmt: skip


@pytest.mark.parametrize("extract", OTHERS)
def test_no_person_spills_from_a_file_in_the_wrong_folder(tmp_path: Path, extract: str):
    door = Door(tmp_path, contract(extract))
    door.write("register.csv", text_of(rows_of(99)))
    results, told = land_and_listen(door)
    assert [r.outcome for r in results] == ["refused"]
    assert spilled(told) == []


@pytest.mark.parametrize(
    "kind", ["xlsx", "parquet", "damaged parquet", "dbf", "cut dbf"]
)
def test_no_person_spills_from_other_formats(tmp_path: Path, kind: str):
    door = Door(tmp_path, contract("signing"))
    rows = [*rows_of(500), *(shifted(signing(n)) for n in range(500, 600))]
    path = door.inbox / f"register.{kind.rsplit(maxsplit=1)[-1]}"
    if kind == "xlsx":
        with xlsxwriter.Workbook(path) as book:
            page = book.add_worksheet(person(1).name)
            for at, row in enumerate(rows):
                page.write_row(at, 0, row)
    elif "parquet" in kind:
        columns = map(pa.array, zip(*rows[1:], strict=True))
        pq.write_table(pa.table(dict(zip(HEADER, columns, strict=True))), path)
    else:
        short = ["机构代码", "机构名称", "团队编号", "证件号码", "姓名", "电话", "住址",
                 "签约日期", "服务包"]  # fmt: skip
        write_dbf(path, Table(short, [[Cell(c) for c in row] for row in rows[1:]]))
    if " " in kind:
        raw = bytearray(path.read_bytes())
        raw[len(raw) // 3 : len(raw) // 3 + 400] = os.urandom(400)
        path.write_bytes(raw[:-900] if "cut" in kind else raw)
    _, told = land_and_listen(door)
    assert spilled(told) == []


def test_the_command_line_says_no_name(tmp_path: Path):
    inbox = tmp_path / "inbox" / "signing"
    inbox.mkdir(parents=True)
    for number, fault in enumerate(FAULTS):
        content = FAULTS[fault]()
        raw = content if isinstance(content, bytes) else content.encode()
        (inbox / f"{number}.csv").write_bytes(raw)
    done = yigai(tmp_path, "land", check=False)
    assert "0.csv" in done.stderr
    assert spilled(f"{done.stdout}{done.stderr}".encode()) == []
    assert spilled(bytes_of(tmp_path / "build")) == []


def test_the_needles_would_be_found(tmp_path: Path):
    """The search itself works: written without the door, the names are seen."""
    with duckdb.connect(tmp_path / "w.duckdb") as con:
        con.execute("pragma force_compression = 'uncompressed'")
        con.execute("create table t as select ? as name", [person(3).name])
    assert spilled(bytes_of(tmp_path))
