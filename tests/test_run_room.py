"""Whole runs without room, two at once, and publications that are damaged."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from commandline import PROJECT, yigai
from fault_table import Tally, survived
from prefecture import (
    FULL,
    assert_readers_are_well,
    base,
    contents,
    full,
    own,
    start,
)  # fmt: skip
from room import limited, mounted, resize, used
from test_runs import hold

from orchestration import settings
from orchestration.run import is_up_to_date

__all__ = ["base", "own"]
pytestmark = pytest.mark.slow

PUBLISH = (
    "from orchestration import settings, stages; "
    "from orchestration.cli.errors import told\n"
    "with told(): stages.publish(settings.load())"
)
FULL_DISK = "磁盘已满.*the disk is full"


@full
@pytest.mark.parametrize("share", [0.05, 0.5])
def test_publishing_without_room_leaves_the_last_publication(
    own: Path, tally: Tally, share: float
):
    before = contents(own)
    size = (own / "published" / "yigai.duckdb").stat().st_size
    with survived(tally, "publishing: no file may grow (RLIMIT_FSIZE), then again"):
        done = subprocess.run(
            [sys.executable, "-c", PUBLISH], cwd=PROJECT, check=False, text=True,
            capture_output=True, env={**os.environ, "YIGAI_DATA": str(own)},
            preexec_fn=limited(int(share * size)),
        )  # fmt: skip
        assert done.returncode
        assert re.search(FULL_DISK, done.stderr, re.DOTALL), done.stderr
        assert_readers_are_well(own, before)
        yigai(own, "publish")
        assert_readers_are_well(own, before)


@full
def test_a_run_on_a_full_disk_says_so_and_the_next_one_ends_it(
    own: Path, tally: Tally, tmp_path: Path
):
    """A tmpfs with a little room, some, and nearly enough; at last with enough."""
    before, disk, needed = contents(own), tmp_path / "disk", used(own)
    with mounted(disk, needed + 2_000):
        data = disk / "data"
        subprocess.run(["cp", "-a", own, data], check=True)
        for share in (0.0, 0.1, 0.3):
            with survived(tally, "run: disk full (tmpfs), then with more room"):
                resize(disk, used(data) + 2_000 + int(share * needed))
                done = yigai(data, "run", "--force", check=False)
                assert done.returncode == 1, done.stderr
                assert re.search(FULL_DISK, done.stderr, re.DOTALL), done.stderr
                assert_readers_are_well(data, before)
        resize(disk, 8 << 20)
        yigai(data, "run", "--force")
        assert_readers_are_well(data, before)


def test_a_second_writer_is_told_who_writes(own: Path, tally: Tally):
    before = contents(own)
    with survived(tally, "run: another process writes"):
        holder = hold(own, 60)
        done = yigai(own, "run", "--force", check=False)
        holder.kill()
        holder.wait()
        assert done.returncode == 1
        assert f"pid {holder.pid}" in done.stderr
        assert "nothing was changed" in done.stderr
        assert_readers_are_well(own, before)
        # the lock goes with its holder, however it ended
        assert "up to date" in yigai(own, "run").stderr


@full
def test_of_two_runs_at_once_one_ends_and_the_others_are_told(own: Path, tally: Tally):
    """A run, and others that begin with it and while it works."""
    before = contents(own)
    first = start(own, "run", "--force")
    others = []
    for seconds in (0.0, 0.2, 2.0, 10.0, 10.0):
        time.sleep(seconds)
        others.append(start(own, "run", "--force"))
    told = [(p.communicate()[0], p) for p in (first, *others)]
    ended = [p for _, p in told if p.returncode == 0]
    assert len(ended) == 1, told
    for words, process in told:
        if process not in ended:
            with survived(tally, "run: two at once"):
                assert process.returncode == 1
                assert f"pid {ended[0].pid}" in words
                assert "nothing was changed" in words
    assert_readers_are_well(own, before)


# --- damage ---------------------------------------------------------------------------


def overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(b"\x00damage\x00")


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size * 2 // 3)


HARMS: dict[str, Callable[[Path], None]] = {
    "overwritten": overwrite,
    "cut off": cut,
    "removed": Path.unlink,
}


@pytest.mark.parametrize("harm", HARMS if FULL else ["overwritten"])
@pytest.mark.parametrize("name", ["yigai.duckdb", "manifest.json", "parquet"])
def test_a_damaged_publication_is_noticed(
    own: Path, tally: Tally, monkeypatch, capsys, name: str, harm: str
):
    from orchestration.defs.publication import (  # noqa: PLC0415
        files_are_as_they_were_written,
    )

    monkeypatch.setenv("YIGAI_DATA", str(own))
    paths = settings.load()
    before = contents(own)
    with survived(tally, f"publication: a file is {harm}"):
        assert is_up_to_date(paths)
        assert files_are_as_they_were_written().passed  # ty: ignore
        path = own / "published" / "current" / name
        HARMS[harm](min(path.rglob("*.parquet")) if path.is_dir() else path)
        assert not is_up_to_date(paths)
        assert not files_are_as_they_were_written().passed  # ty: ignore
        assert re.search("damaged|已损坏", capsys.readouterr().err)
        if FULL and harm == "overwritten":
            yigai(own, "run")
            assert_readers_are_well(own, before)
