"""Faults of whole runs: nothing lost, nothing doubled, readers undisturbed, all told.

The short form works on the demo of printed figures and kills one run; `make faults`
kills every stage several times, at moments spread over how long the stage takes here.
"""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

import duckdb
import pytest
from commandline import yigai
from fault_table import Tally, survived
from prefecture import (
    FULL,
    Base,
    assert_readers_are_well,
    base,
    contents,
    full,
    kill_in,
    own,
    start,
)  # fmt: skip

from orchestration.publication import NAME

__all__ = ["base", "own"]
pytestmark = pytest.mark.slow

# what a run says when it begins a stage, in the order of a run; the short form: one
STAGES = ("landing", "check raw", "dbt build", "check measured", "publish", "bulletin")
ROUNDS = range(2) if FULL else range(1)
KILLS = 8


# --- killed ---------------------------------------------------------------------------


@pytest.mark.parametrize("number", ROUNDS)
def test_runs_killed_in_every_stage_leave_readers_alone_and_the_next_one_ends_it(
    base: Base, own: Path, tally: Tally, number: int
):
    """One run after the other is killed in another stage; the last one must end."""
    before = contents(own)
    stages = list(STAGES) if FULL else ["dbt build"]
    chance = random.Random(number)
    chance.shuffle(stages)
    reader = duckdb.connect(
        (own / "published" / "yigai.duckdb").resolve(), read_only=True
    )
    alive = False
    for stage in stages:
        with survived(tally, f"run: kill -9 in {stage}, reader open, then again"):
            after = chance.random() * base.seconds(stage)
            alive = kill_in(start(own, "run", "--force"), stage, after)
            assert_readers_are_well(own, before)
            if stage == stages[-1]:
                done = yigai(own, "run", "--force")
                assert ("the run before broke off" in done.stderr) is alive
                assert_readers_are_well(own, before)
                assert reader.sql("from core.dim_divisions").fetchall()
    reader.close()


@full
def test_a_check_that_is_killed_is_recorded_whole_or_not_at_all(
    base: Base, own: Path, tally: Tally
):
    before, length = contents(own), base.seconds("check measured")
    for number in range(KILLS):
        with survived(tally, "check: kill -9, then again"):
            # importing Great Expectations takes most of the time
            after = (number + random.Random(number).random()) / KILLS * (length + 5)
            kill_in(start(own, "check"), "check", after)
            assert_readers_are_well(own, before)
            # every run of a layer has the same checks
            found = recorded_checks(own)
            assert len(set(found)) == len({layer for layer, _ in found})
    runs = len(found)
    yigai(own, "check")
    assert len(recorded_checks(own)) == runs + len(set(found))


def recorded_checks(data: Path) -> list[tuple[str, int]]:
    """Layer and number of checks of each run that has recorded some."""
    with duckdb.connect(data / "build" / "yigai.duckdb", read_only=True) as con:
        return con.sql(
            "select layer, count(*) from quality.check_results "
            "where division_code = 'all' group by run_number, layer"
        ).fetchall()


@full
def test_publishing_that_is_killed_leaves_all_of_one_publication(
    base: Base, own: Path, tally: Tally, tmp_path: Path
):
    """Readers come and go all the while; the last try is not killed."""
    before = contents(own)
    with readers(own / "published", tmp_path / "seen") as seen:
        for number in range(KILLS + 1):
            with survived(tally, "publishing: kill -9, readers come and go"):
                share = (number + random.Random(number).random()) / KILLS
                after = share * base.seconds("publish")
                process = start(own, "publish")
                if number < KILLS:
                    kill_in(process, "publish", after)
                else:
                    assert process.communicate()[0]
                    assert process.returncode == 0
                assert_readers_are_well(own, before)
        current = (own / "published" / "current").resolve().name
        time.sleep(1)
        found = seen()
    assert len(found) > KILLS
    assert all(NAME.fullmatch(name) for name in found), set(found)
    # never back to what was shown before
    assert [name for name, _ in groupby(found)] == sorted(set(found))
    assert found[-1] == current


@contextmanager
def readers(published: Path, notes: Path) -> Iterator[Callable[[], list[str]]]:
    """A process that opens the publication again and again; what it found each time."""
    with notes.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", READER, str(published)],
            stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        yield lambda: notes.read_text("utf-8").splitlines()
    finally:
        process.kill()
        process.wait()


READER = """
import json, sys, time, duckdb
from pathlib import Path
table = "core.fct_measures"
while True:
    path = (Path(sys.argv[1]) / "yigai.duckdb").resolve()
    with duckdb.connect(path, read_only=True) as con:
        rows = con.sql(f"select count(*) from {table}").fetchall()[0][0]
    said = json.loads((path.parent / "manifest.json").read_text("utf-8"))
    print(path.parent.name if rows == said["tables"][table]["rows"] else "half",
          flush=True)
    time.sleep(0.1)
"""


@full
def test_a_bulletin_that_is_killed_is_there_whole_or_not_at_all(
    own: Path, tally: Tally
):
    folder = own / "bulletins"
    shutil.rmtree(folder)
    began = time.monotonic()
    yigai(own, "bulletin")
    length = time.monotonic() - began
    made = {path.name for path in folder.iterdir()}
    shutil.rmtree(folder)
    for number in range(KILLS):
        with survived(tally, "bulletin: kill -9, then again"):
            process = start(own, "bulletin")
            share = (number + random.Random(number).random()) / KILLS
            time.sleep(length * (0.3 + 0.7 * share))
            process.send_signal(signal.SIGKILL)
            process.communicate()
            for path in folder.glob("[!.]*.pdf"):
                assert path.read_bytes().rstrip().endswith(b"%%EOF")
            for path in folder.glob("[!.]*.html"):
                assert path.read_text("utf-8").rstrip().endswith("</html>")
    yigai(own, "bulletin")
    assert {p.name for p in folder.iterdir() if p.name[0] != "."} == made
