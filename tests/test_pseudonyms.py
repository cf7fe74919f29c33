"""No person reaches the warehouse: pseudonyms, their key, and what files may spill."""

import csv
import hashlib
import hmac
import io
import os
import stat
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from commandline import yigai
from door import Door
from persons import FACILITY, HEADER, contract, person, signing
from writing import Cell, Table, write_dbf

from extracts.landing import FileResult
from extracts.pseudonyms import KeyFileError, load_key

KEY, OTHER_KEY = "5a" * 32, "c3" * 32
CLAIMS = ["结算ID", "人员编号", "证件号码", "参保地", "险种类型", "结算时间",
          "医疗类别", "医疗费总额", "基金支付总额"]  # fmt: skip
FACTS = ["990101", "390", "2024-01-05", "11", "10.5", "5"]


def text_of(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def expected(value: str, key: str = KEY) -> str:
    """The pseudonym worked out anew from its definition."""
    digest = hmac.new(bytes.fromhex(key), value.encode(), hashlib.sha256)
    return digest.hexdigest()[:32]


# --- the same person, another key -----------------------------------------------------


def land_everywhere(folder: Path) -> dict[str, set[str]]:
    """Land twenty persons in four extracts and formats; the pseudonyms in each."""
    people = [person(at).number for at in range(20)]
    found = {}
    for name, write in WRITERS.items():
        extract, _, form = name.partition(".")
        door = Door(folder / name, contract(extract))
        write(door.inbox / f"file.{form}", people)
        assert {r.outcome for r in door.land().values()} == {"landed"}
        rows = door.rows(f"select distinct certno from raw.{extract}")
        found[name] = {certno for (certno,) in rows}
    return found


def write_claims(path: Path, people: list[str]) -> None:
    rows = [[f"S{n}", f"P{n}", p.lower(), *FACTS] for n, p in enumerate(people)]
    path.write_text(text_of([CLAIMS, *rows]), "utf-8")


def write_parquet(path: Path, people: list[str]) -> None:
    rows = [[f"S{n}", f"P{n}", f" {p}", *FACTS] for n, p in enumerate(people)]
    columns = dict(zip(CLAIMS, map(pa.array, zip(*rows, strict=True)), strict=True))
    pq.write_table(pa.table(columns), path)


def write_register(path: Path, people: list[str]) -> None:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["机构代码", "证件号码", "签约日期"])
        for at, number in enumerate(people, start=1):
            page.write_row(at, 0, [FACILITY, f"{number}　", "2024-01-05"])


def write_discharges(path: Path, people: list[str]) -> None:
    headers = ["BAH", "SFZH", "ZYCS", "RYSJ", "CYSJ", "JBDM", "ZFY", "机构代码"]
    stay = ["1", "20240101", "20240105", "J18.0", "99.5", FACILITY]
    rows = [[f"{n:04}", number, *stay] for n, number in enumerate(people)]
    write_dbf(path, Table(headers, [[Cell(text) for text in row] for row in rows]))


WRITERS = {
    "settlement.csv": write_claims,
    "settlement.parquet": write_parquet,
    "signing.xlsx": write_register,
    "discharge_record.dbf": write_discharges,
}


def test_one_person_has_one_pseudonym_in_every_extract_and_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("YIGAI_KEY", KEY)
    wanted = {expected(person(at).number) for at in range(20)}
    assert land_everywhere(tmp_path) == dict.fromkeys(WRITERS, wanted)


def test_another_key_gives_a_disjoint_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    found = []
    for key in (KEY, OTHER_KEY):
        monkeypatch.setenv("YIGAI_KEY", key)
        found.append(set().union(*land_everywhere(tmp_path / key[:2]).values()))
    assert len(found[0]) == len(found[1]) == 20
    assert not found[0] & found[1]


def many_rows() -> list[list[str]]:
    """Persons who come again; small letters, letters of elsewhere, and a blank."""
    odd = ["p-0x", "straße", "pé1", " P77 ", "１２"]
    people = [f"P{n * n % 40_009:07}" for n in range(60_000)]
    numbers = [odd[n % 5] if n % 1000 < 5 else p for n, p in enumerate(people)]
    return [
        [f"S{n}", number, "" if n % 3 else number, *FACTS]
        for n, number in enumerate(numbers)
    ]


def write_many(path: Path, rows: list[list[str]]) -> None:
    if path.suffix == ".csv":
        path.write_text(text_of([CLAIMS, *rows]), "utf-8")
        return
    columns = list(zip(*rows, strict=True))
    pq.write_table(pa.table(dict(zip(CLAIMS, columns, strict=True))), path)


@pytest.mark.parametrize("name", ["many.csv", "many.parquet"])
def test_each_of_many_persons_has_the_pseudonym_of_the_definition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
):
    monkeypatch.setenv("YIGAI_KEY", KEY)
    door = Door(tmp_path, contract("settlement"))
    rows = many_rows()
    write_many(door.inbox / name, rows)
    door.land()
    found = door.rows("select setl_id, psn_no, certno from raw.settlement")
    # blanks go, full-width digits are digits, the rule of capitals is Python's
    clean = {"１２": "12"}
    keyed = {
        number: expected(clean.get(number, number).strip().upper())
        for number in {row[1] for row in rows}
    }
    assert {row[0]: row[1:] for row in found} == {
        row[0]: (keyed[row[1]], keyed[row[2]] if row[2] else None) for row in rows
    }


# --- the key --------------------------------------------------------------------------


def test_a_key_is_made_for_its_owner_alone(tmp_path: Path):
    path = tmp_path / "data" / "key"
    key = load_key(path)
    assert len(key) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_key(path) == key
    assert [p.name for p in path.parent.iterdir()] == ["key"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620, 0o660])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int):
    path = tmp_path / "key"
    load_key(path)
    path.chmod(mode)
    with pytest.raises(KeyFileError, match="chmod 600"):
        load_key(path)


@pytest.mark.parametrize(
    "text", ["ab" * 31, "", "not hexadecimal", "é口令", "ab" * 31 + "a"]
)
def test_a_key_too_short_or_not_hexadecimal_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
):
    path = tmp_path / "key"
    path.write_text(text, "utf-8")
    path.chmod(0o600)
    with pytest.raises(KeyFileError) as caught:
        load_key(path)
    assert not text or text not in str(caught.value)
    assert caught.value.__cause__ is None
    if text:
        monkeypatch.setenv("YIGAI_KEY", text)
        with pytest.raises(KeyFileError):
            load_key(tmp_path / "none")


def test_the_environment_gives_the_key_or_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    elsewhere = tmp_path / "safe" / "key"
    monkeypatch.setenv("YIGAI_KEY_FILE", str(elsewhere))
    with pytest.raises(KeyFileError, match="restore it"):
        load_key(tmp_path / "key")
    elsewhere.parent.mkdir()
    elsewhere.write_text(KEY)
    elsewhere.chmod(0o600)
    assert load_key(tmp_path / "key") == bytes.fromhex(KEY)
    monkeypatch.setenv("YIGAI_KEY", OTHER_KEY)
    assert load_key(tmp_path / "key") == bytes.fromhex(OTHER_KEY)
    assert not (tmp_path / "key").exists()


def test_a_problem_with_the_key_lets_no_row_in(tmp_path: Path):
    door = Door(tmp_path, contract("signing"))
    door.write("a.csv", text_of([HEADER, signing(1)]))
    key = tmp_path / "key"
    key.write_text("ab")
    key.chmod(0o600)
    with pytest.raises(KeyFileError):
        door.land()
    key.unlink()
    assert door.rows("select count(*) from raw.signing") == [(0,)]


def test_a_warehouse_keeps_to_one_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    door = Door(tmp_path, contract("signing"))
    monkeypatch.setenv("YIGAI_KEY", KEY)
    door.write("a.csv", text_of([HEADER, signing(1)]))
    door.land()
    monkeypatch.setenv("YIGAI_KEY", OTHER_KEY)
    door.write("b.csv", text_of([HEADER, signing(2)]))
    with pytest.raises(KeyFileError, match="another key"):
        door.land()
    monkeypatch.setenv("YIGAI_KEY", KEY)
    assert door.rows("select count(*) from raw.signing") == [(1,)]


def test_changing_the_key_as_the_runbook_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Move the build away, take a new key, land the archived files again."""
    door = Door(tmp_path, contract("signing"))
    door.write("a.csv", text_of([HEADER, *map(signing, range(30))]))
    door.write("b.csv", text_of([HEADER, *map(signing, range(20, 50))]))
    counts = "select count(*), count(distinct certno) from raw.signing"
    seen, told = [], []
    for name in ("old", "new"):
        door.land()
        seen.append({c for (c,) in door.rows("select certno from raw.signing")})
        told.append(door.rows(counts))
        door.build.parent.rename(tmp_path / f"build.{name}")
        (tmp_path / "key").rename(tmp_path / f"key.{name}")
    assert told == [[(60, 50)], [(60, 50)]]
    assert not seen[0] & seen[1]


# --- what may spill -------------------------------------------------------------------


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
