"""A landing that is killed or crashes at any point; then again."""

import multiprocessing
import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from fault_table import Tally, survived
from landings import (
    Case,
    assert_whole,
    case,
    home,
    land_again,
    one_key,
    start,
    state_of,
)  # fmt: skip
from persons import KEY

from extracts.contract import load_contracts
from extracts.landing import land_inbox
from extracts.warehouse import open_warehouse, prepare

__all__ = ["case", "one_key"]
pytestmark = pytest.mark.slow

KILLS, CRASHES, NEVER = 14, 14, 1 << 30


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
