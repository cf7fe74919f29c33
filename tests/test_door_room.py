"""A landing that has no room, meets another, or a file that changes; then again."""

import time
from pathlib import Path
from typing import Any

import pytest
from door import HEADER, Door
from fault_table import Tally, survived
from landings import (
    Case,
    case,
    home,
    land,
    land_again,
    one_key,
    size_of,
    start,
    state_of,
)  # fmt: skip
from room import limited, mounted, resize

from extracts import landing

__all__ = ["case", "one_key"]
pytestmark = pytest.mark.slow


# --- no room --------------------------------------------------------------------------


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
    with mounted(disk, int(share * size_of(case)) >> 10):
        data = home(disk, case.inbox)
        with survived(tally, "landing: disk full (tmpfs), then again"):
            code, told = land(data)
            assert code not in (0, 2)
            assert "No space left" in told or "Error" in told
            resize(disk, 2 << 20)
            land_again(data, case)


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
