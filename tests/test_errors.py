"""What people read when something goes wrong: what happened, and what to do."""

import errno
import fcntl
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import typer

from extracts.problems import BusyError, DamagedError
from extracts.warehouse import open_warehouse
from orchestration.cli.errors import told
from orchestration.problems import RunFailedError
from orchestration.settings import Settings
from orchestration.writing import only_writer

FULL = [
    OSError(errno.ENOSPC, "No space left on device"),
    OSError(errno.EFBIG, "File too large"),
    duckdb.IOException("Could not write file: No space left on device"),
    RunFailedError("landing: IO Error: Could not write: No space left on device"),
    # where Dagster keeps its records
    RuntimeError("(sqlite3.OperationalError) database or disk is full\nsee https://x"),
    RuntimeError("(sqlite3.OperationalError) disk I/O error\n[SQL: insert …]"),
]


@pytest.mark.parametrize("error", FULL, ids=lambda e: type(e).__name__)
def test_a_full_disk_is_told_whoever_meets_it(error: Exception, capsys):
    with pytest.raises(typer.Exit), told():
        raise error
    said = capsys.readouterr().err
    assert "磁盘已满" in said
    assert "the disk is full" in said
    assert "https" not in said


def test_what_is_not_known_is_not_hidden():
    with pytest.raises(ZeroDivisionError), told():
        raise ZeroDivisionError


def test_a_writer_that_has_not_yet_said_who_it_is_is_not_called_by_a_dead_ones_name(
    tmp_path: Path,
):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    path = tmp_path / "writing.lock"
    said = {"pid": gone.pid, "doing": "run", "since": "long ago"}
    path.write_text(json.dumps(said), "utf-8")
    with path.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(BusyError) as told_of, only_writer(Settings(tmp_path), "x"):
            """Somebody else holds it."""
    assert "another yigai process is writing" in str(told_of.value)
    assert "pid" not in str(told_of.value)


@pytest.mark.parametrize("kind", ["another file", "overwritten"])
def test_a_damaged_build_is_not_called_busy(tmp_path: Path, capsys, kind: str):
    path = tmp_path / "build" / "yigai.duckdb"
    with open_warehouse(path) as con:
        con.execute("create table t as select range as n from range(900000)")
    if kind == "another file":
        path.write_bytes(os.urandom(50_000))
    else:
        with path.open("r+b") as file:
            for at in range(12_288, path.stat().st_size, 262_144):
                file.seek(at)
                file.write(os.urandom(3_000))
    with pytest.raises(DamagedError, match="yigai run"), open_warehouse(path):
        """It does not come so far."""
    with pytest.raises(typer.Exit), told(), duckdb.connect(path):
        """Nor does a reader."""
    assert re.search("文件已损坏.*is damaged", capsys.readouterr().err, re.DOTALL)
