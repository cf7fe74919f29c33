"""A landing that is killed, runs out of disk, or meets another; then again.

Whatever happens, landing again gives what one quiet landing gives.
"""

import multiprocessing
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from commandline import PROJECT, YIGAI
from door import HEADER, Door
from fault_table import Tally, survived
from persons import HEADER as SIGNED
from persons import signing
from test_pseudonyms import CLAIMS, FACTS, KEY, text_of

from extracts import landing
from extracts.contract import load_contracts
from extracts.landing import land_inbox
from extracts.warehouse import open_warehouse, prepare

pytestmark = pytest.mark.slow

ROWS = 100_000
KILLS, CRASHES, NEVER = 14, 14, 1 << 30
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


# --- killed ---------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(KILLS))
def test_killed_at_any_moment_and_again(
    case: Case, tally: Tally, tmp_path: Path, number: int
):
    """Each try is killed once or twice, at moments spread over a quiet landing."""
    data = home(tmp_path, case.inbox)
    chance = random.Random(number)
    with survived(tally, "landing: kill -9, then again"):
        for _ in range(1 + number % 2):
            process = start(data)
            # importing takes a second, in which there is nothing to hurt
            share = (number + chance.random()) / KILLS
            time.sleep(min(1.0, case.length / 3) + share * case.length * 0.7)
            process.send_signal(signal.SIGKILL)
            process.communicate()
            if (data / "build" / "yigai.duckdb").exists():
                assert_whole(data)
        land_again(data, case)


class Crashing:
    """A connection whose process ends without a word before one of its statements."""

    def __init__(self, con: duckdb.DuckDBPyConnection, at: int) -> None:
        self.con, self.left = con, at

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.con, name)
        return self.counted(found) if name in ("execute", "begin", "commit") else found

    def counted(self, call: Callable) -> Callable:
        def step(*words: Any) -> Any:
            if not self.left:
                os._exit(9)
            self.left -= 1
            return call(*words)

        return step


def land_and_crash(data: Path, at: int) -> None:
    os.environ["YIGAI_KEY"] = KEY
    contracts = load_contracts()
    with open_warehouse(data / "build" / "yigai.duckdb") as con:
        prepare(con, list(contracts.values()))
        # DuckDB looks for Arrow tables where `execute` is called, and that is here
        con.execute("set python_scan_all_frames = true")
        counted = Crashing(con, at)
        list(land_inbox(counted, data / "inbox", contracts))  # ty: ignore
    (data / "statements").write_text(str(at - counted.left))
    os._exit(0)


def finished(data: Path, at: int) -> int | None:
    """How a process ends that crashes before statement `at`: 9 when it does.

    A server without threads forks them: a fork of this process, where DuckDB has
    threads, may wait for ever for a lock that one of them held.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    process = context.Process(target=land_and_crash, args=(data, at))
    process.start()
    process.join(120)
    assert process.exitcode in (0, 9)
    return process.exitcode


@pytest.fixture(scope="module")
def small(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The case without its large file; its time is counted in statements."""
    folder = tmp_path_factory.mktemp("small")
    shutil.copytree(case.inbox, folder / "inbox")
    (folder / "inbox" / "settlement" / "big.csv").unlink()
    data = home(folder, folder / "inbox")
    assert finished(data, NEVER) == 0
    statements = int((data / "statements").read_text())
    return Case(folder / "inbox", state_of(data), statements)


@pytest.mark.parametrize("number", range(CRASHES))
def test_crashed_before_any_statement_and_again(
    small: Case, tally: Tally, tmp_path: Path, number: int
):
    """Each try crashes some statements later than the one before."""
    at = int((number + random.Random(number).random()) / CRASHES * small.length)
    data = home(tmp_path, small.inbox)
    with survived(tally, "landing: crash before statement n, then again"):
        assert finished(data, at) == 9
        assert_whole(data)
        assert finished(data, NEVER) == 0
        assert state_of(data) == small.state


# --- no room --------------------------------------------------------------------------


def limited(size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5])
def test_no_file_may_grow_and_again(
    case: Case, tally: Tally, tmp_path: Path, share: float
):
    """RLIMIT_FSIZE: every write beyond a size fails, as on a full disk."""
    data = home(tmp_path, case.inbox)
    size = int(share * size_of(case))
    with survived(tally, "landing: no file may grow (RLIMIT_FSIZE), then again"):
        code, told = land(data, preexec_fn=limited(size))
        assert code not in (0, 2)
        assert "Error" in told or "Exception" in told
        land_again(data, case)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
def test_disk_full_and_again(case: Case, tally: Tally, tmp_path: Path, share: float):
    """A tmpfs too small for the warehouse; then it is given more room."""
    disk = tmp_path / "disk"
    disk.mkdir()
    size = int(share * size_of(case)) >> 10
    with mounted(disk, size):
        data = home(disk, case.inbox)
        with survived(tally, "landing: disk full (tmpfs), then again"):
            code, told = land(data)
            assert code not in (0, 2)
            assert "No space left" in told or "Error" in told
            subprocess.run(["mount", "-o", "remount,size=2g", disk], check=True)
            land_again(data, case)


@contextmanager
def mounted(disk: Path, kilobytes: int) -> Iterator[None]:
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", disk],
        capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode:
        pytest.skip("this machine mounts no tmpfs; RLIMIT_FSIZE stands for it")
    try:
        yield
    finally:
        subprocess.run(["umount", disk], check=True)


def size_of(case: Case) -> int:
    build = case.inbox.parent / "data" / "build" / "yigai.duckdb"
    return build.stat().st_size


# --- two at once, a file that changes -------------------------------------------------


@pytest.mark.parametrize("delay", [0.0, 0.3, 1.5])
def test_two_landings_at_once(case: Case, tally: Tally, tmp_path: Path, delay: float):
    """The second waits or says why it does not; nothing comes twice."""
    data = home(tmp_path, case.inbox)
    with survived(tally, "landing: two at once"):
        first = start(data)
        time.sleep(delay)
        second = start(data)
        told = [process.communicate(timeout=300)[0] for process in (first, second)]
        for process, words in zip((first, second), told, strict=True):
            busy = "another yigai process is writing" in words
            assert process.returncode == (1 if busy else 2), words
        assert state_of(data) == case.state


def test_a_file_that_changes_while_it_is_read(
    tally: Tally, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    door = Door(tmp_path)
    path = door.write("jan.csv", HEADER + "A01,2024-01,1,\n")
    read_tables = landing.read_tables

    def read_and_change(*words: Any) -> Any:
        tables = read_tables(*words)
        with path.open("a") as file:
            file.write("A02,2024-01,2,\n")
        return tables

    with survived(tally, "landing: file changes while it is read"):
        with monkeypatch.context() as patch:
            patch.setattr(landing, "read_tables", read_and_change)
            reason = door.land()["jan.csv"].reason
        assert reason is not None
        assert reason.code == "changed"
        assert door.rows("from raw.visit_report") == []
        assert door.land()["jan.csv"].counts.landed == 2
        assert door.rows("from raw.rejected_files") == []


if __name__ == "__main__":
    sys.exit(pytest.main([__file__, "-m", "slow", "-q"]))
