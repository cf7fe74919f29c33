"""An inbox of many kinds of file, landed by processes that tests hurt.

Whatever happens, landing again gives what one quiet landing gives.
"""

import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from commandline import PROJECT, YIGAI
from persons import CLAIMS, FACTS, KEY, signing, text_of
from persons import HEADER as SIGNED

from extracts.contract import load_contracts
from extracts.warehouse import open_warehouse, prepare

ROWS = 100_000
ODD = {7: "4月5", 11: "", 13: "合计"}
# what is written when a row comes, and not what it says
TIMES = ("landed_at", "_landed_at", "rejected_at", "seen_at")


@dataclass(frozen=True)
class Case:
    """An inbox, what one quiet landing of it gives, and how long that takes."""

    inbox: Path
    state: dict[str, Any]
    length: float


def fill(inbox: Path) -> None:
    """A large file with odd rows, and small ones of every kind."""
    for extract in ("settlement", "signing", "facility_monthly"):
        (inbox / extract).mkdir(parents=True)
    rows = [[f"S{n}", f"P{n % 40_000}", f"C{n % 50_000}", *FACTS] for n in range(ROWS)]
    for n in range(0, ROWS, 997):
        rows[n][5] = ODD.get(n % 17, rows[n][5])
        rows[n][0] = f" {rows[n][0]}　"
    (inbox / "settlement" / "big.csv").write_text(text_of([CLAIMS, *rows]), "utf-8")
    small = [*rows[:50], rows[60][:-1], *rows[70:80]]
    (inbox / "settlement" / "small.csv").write_bytes(
        text_of([CLAIMS, *small]).encode("gb18030")
    )
    for number in range(3):
        register = [SIGNED, *map(signing, range(number * 9, number * 9 + 20))]
        (inbox / "signing" / f"{number}.csv").write_text(text_of(register), "utf-8")
    resent = inbox / "signing" / "again.csv"
    resent.write_bytes((inbox / "signing" / "0.csv").read_bytes())
    files = PROJECT / "tests" / "corpus" / "files"
    for name in ("nested.zip", "several_sheets.xlsx", "strings.parquet", "cut.xlsx"):
        shutil.copy2(files / name, inbox / "facility_monthly" / name)


@pytest.fixture(autouse=True)
def one_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test itself opens warehouses too."""
    monkeypatch.setenv("YIGAI_KEY", KEY)


def home(folder: Path, inbox: Path) -> Path:
    """A data folder that shares the inbox."""
    data = folder / "data"
    data.mkdir(parents=True)
    (data / "inbox").symlink_to(inbox)
    return data


def start(data: Path, **more: Any) -> subprocess.Popen:
    return subprocess.Popen(
        [YIGAI, "land"],
        cwd=PROJECT,
        env={**os.environ, "YIGAI_DATA": str(data), "YIGAI_KEY": KEY, "COLUMNS": "99"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **more,
    )


def land(data: Path, **more: Any) -> tuple[int, str]:
    """Land the whole inbox; the exit code (2: some files are refused) and the words."""
    process = start(data, **more)
    told, _ = process.communicate(timeout=300)
    return process.returncode, told


def state_of(data: Path) -> dict[str, Any]:
    """Number and hash of the rows of every raw table, whenever they came."""
    with duckdb.connect(data / "build" / "yigai.duckdb", read_only=True) as con:
        tables = con.sql(
            "select table_name from duckdb_tables() where schema_name = 'raw'"
        ).fetchall()
        return {
            name: con.sql(
                f"""
                select count(*), bit_xor(hash(t)), sum(hash(t)) from (
                    select columns(c -> not list_contains({list(TIMES)}, c))
                    from raw.{name}
                ) as t
                """
            ).fetchone()
            for (name,) in tables
        }


def land_again(data: Path, case: Case) -> None:
    code, told = land(data)
    assert code == 2, told
    assert state_of(data) == case.state


def assert_whole(data: Path) -> None:
    """Every file that has landed has all its rows, and no other has any."""
    contracts = load_contracts()
    with open_warehouse(data / "build" / "yigai.duckdb") as con:
        prepare(con, list(contracts.values()))
        for extract in ("settlement", "signing", "facility_monthly"):
            assert (
                con.execute(
                    f"""
                select _file_id, count(*) from raw.{extract} group by 1
                except
                select file_id, rows_landed from raw.files where extract = ?
                """,
                    [extract],
                ).fetchall()
                == []
            )


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("quiet")
    fill(folder / "inbox")
    data = home(folder, folder / "inbox")
    began = time.monotonic()
    code, told = land(data)
    seconds = time.monotonic() - began
    assert code == 2, told  # cut.xlsx is refused
    state = state_of(data)
    assert state["settlement"][0] > 0.99 * ROWS
    assert state["rejected_rows"][0] > 10
    assert land(data)[0] == 2
    assert state_of(data) == state
    return Case(folder / "inbox", state, seconds)


def size_of(case: Case) -> int:
    build = case.inbox.parent / "data" / "build" / "yigai.duckdb"
    return build.stat().st_size
