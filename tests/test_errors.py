"""What people read when something goes wrong: what happened, and what to do."""

import errno
import os
import re
from pathlib import Path

import duckdb
import pytest
import typer

from extracts.problems import DamagedError
from extracts.warehouse import open_warehouse
from orchestration.cli.errors import told
from orchestration.problems import RunFailedError

FULL = [
    OSError(errno.ENOSPC, "No space left on device"),
    OSError(errno.EFBIG, "File too large"),
    duckdb.IOException("Could not write file: No space left on device"),
    RunFailedError("landing: IO Error: Could not write: No space left on device"),
    # where Dagster keeps its records
    RuntimeError("(sqlite3.OperationalError) database or disk is full\nsee https://x"),
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
