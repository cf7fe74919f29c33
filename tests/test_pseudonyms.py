"""Pseudonyms: one a person whatever the file, by a key that is kept and can change."""

import hashlib
import hmac
import stat
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from door import Door
from persons import (
    CLAIMS,
    FACILITY,
    FACTS,
    HEADER,
    KEY,
    contract,
    person,
    signing,
    text_of,
)  # fmt: skip
from writing import Cell, Table, write_dbf

from extracts.pseudonyms import KeyFileError, load_key

OTHER_KEY = "c3" * 32


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
