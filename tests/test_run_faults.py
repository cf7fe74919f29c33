"""Faults of whole runs: nothing lost, nothing doubled, readers undisturbed, all told.

The short form works on the demo of printed figures; `make faults` (YIGAI_FAULTS=full)
makes a small prefecture, kills every stage several times and tries the rest as well.
"""

import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from commandline import PROJECT, YIGAI, yigai
from fault_table import Tally, survived
from test_runs import hold

from orchestration import publication, settings
from orchestration.run import is_up_to_date

FULL = os.environ.get("YIGAI_FAULTS") == "full"
pytestmark = pytest.mark.slow
full = pytest.mark.skipif(not FULL, reason="make faults")

# what a run says when it begins a stage; the seconds within which it is killed there
STAGES = {"landing": 3, "dbt build": 40, "check": 3, "publish": 6, "bulletin": 3}
TRIES = range(3) if FULL else range(1)
# tables that say when and how often something was done
MOMENTS = {"quality.check_results"}


@pytest.fixture(scope="module")
def base(request: pytest.FixtureRequest, tmp_path_factory) -> Path:
    """A data folder after one quiet run; tests work on copies."""
    if not FULL:
        return request.getfixturevalue("demo_data")
    data = tmp_path_factory.mktemp("faults")
    yigai(data, "sample", "--out", str(data / "inbox"), "--scale", "0.0005",
          "--months", "13")  # fmt: skip
    yigai(data, "run")
    return data


@pytest.fixture
def own(base: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(base, tmp_path / "data", symlinks=True))


def contents(data: Path) -> dict[str, str]:
    """The hash of what every published table says."""
    manifest = publication.read_manifest(data / "published")
    assert manifest is not None
    found = manifest["tables"].items()
    return {table: facts["content"] for table, facts in found if table not in MOMENTS}


def assert_readers_are_well(data: Path, published: dict[str, str]) -> None:
    """What readers open is whole, and is what was published before."""
    assert publication.damages(data / "published" / "current") == []
    assert contents(data) == published


def start(data: Path, *words: str) -> subprocess.Popen:
    return subprocess.Popen(
        [YIGAI, *words], cwd=PROJECT, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True,
        env={**os.environ, "YIGAI_DATA": str(data), "COLUMNS": "300"},
    )  # fmt: skip


def kill_in(process: subprocess.Popen, stage: str, after: float) -> bool:
    """Kill a run so long after it has begun a stage; whether it was still alive."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("…") and stage in line:
            break
    time.sleep(after)
    alive = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return alive


# --- killed ---------------------------------------------------------------------------


@pytest.mark.parametrize("number", TRIES)
@pytest.mark.parametrize("stage", STAGES if FULL else ["dbt build"])
def test_a_run_that_is_killed_leaves_readers_alone_and_the_next_one_ends_it(
    own: Path, tally: Tally, stage: str, number: int
):
    before = contents(own)
    reader = duckdb.connect(
        (own / "published" / "yigai.duckdb").resolve(), read_only=True
    )
    chance = random.Random(f"{stage} {number}").random()
    with survived(tally, f"run: kill -9 in {stage}, reader open, then again"):
        alive = kill_in(start(own, "run", "--force"), stage, chance * STAGES[stage])
        assert_readers_are_well(own, before)
        done = yigai(own, "run", "--force")
        assert ("the run before broke off" in done.stderr) is alive
        assert_readers_are_well(own, before)
        assert reader.sql("from core.dim_divisions").fetchall()
    reader.close()


@full
@pytest.mark.parametrize("number", TRIES)
def test_a_check_that_is_killed_is_recorded_whole_or_not_at_all(
    own: Path, tally: Tally, number: int
):
    before = contents(own)
    with survived(tally, "check: kill -9, then again"):
        kill_in(start(own, "check"), "check", random.Random(number).random() * 15)
        assert_readers_are_well(own, before)
        yigai(own, "check")
        with duckdb.connect(own / "build" / "yigai.duckdb", read_only=True) as con:
            checks = con.sql(
                "select run_id, layer, count(*) from quality.check_results "
                "where division_code = 'all' group by all"
            ).fetchall()
        # every run of a layer has the same checks
        assert len({(layer, count) for _, layer, count in checks}) == len(
            {layer for _, layer, _ in checks}
        )


@full
@pytest.mark.parametrize("number", TRIES)
def test_a_bulletin_that_is_killed_is_there_whole_or_not_at_all(
    own: Path, tally: Tally, number: int
):
    shutil.rmtree(own / "bulletins")
    with survived(tally, "bulletin: kill -9, then again"):
        process = start(own, "bulletin")
        time.sleep(random.Random(number).uniform(2, 8))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        for path in (own / "bulletins").glob("[!.]*.pdf"):
            assert path.read_bytes().rstrip().endswith(b"%%EOF")
        for path in (own / "bulletins").glob("[!.]*.html"):
            assert path.read_text("utf-8").rstrip().endswith("</html>")
        yigai(own, "bulletin")
        made = [p for p in (own / "bulletins").iterdir() if p.name[0] != "."]
        assert len(made) == 2


# --- no room, two at once, damage -----------------------------------------------------


def limited(size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@full
@pytest.mark.parametrize("share", [0.05, 0.5])
def test_publishing_without_room_leaves_the_last_publication(
    own: Path, tally: Tally, share: float
):
    before = contents(own)
    size = (own / "published" / "yigai.duckdb").stat().st_size
    code = (
        "from orchestration import settings, stages; "
        "from orchestration.cli.errors import told\n"
        "with told(): stages.publish(settings.load())"
    )
    with survived(tally, "publishing: no file may grow (RLIMIT_FSIZE), then again"):
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=PROJECT, check=False, text=True,
            capture_output=True, env={**os.environ, "YIGAI_DATA": str(own)},
            preexec_fn=limited(int(share * size)),
        )  # fmt: skip
        assert done.returncode
        assert "Error" in done.stderr or "disk is full" in done.stderr
        assert_readers_are_well(own, before)
        yigai(own, "publish")
        assert_readers_are_well(own, before)


def test_a_second_writer_is_told_who_writes(own: Path, tally: Tally):
    before = contents(own)
    with survived(tally, "run: two at once"):
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


@pytest.mark.parametrize("name", ["yigai.duckdb", "manifest.json", "parquet"])
def test_a_damaged_publication_is_noticed(
    own: Path, tally: Tally, monkeypatch, capsys, name: str
):
    from orchestration.defs.publication import (  # noqa: PLC0415
        files_are_as_they_were_written,
    )

    monkeypatch.setenv("YIGAI_DATA", str(own))
    paths = settings.load()
    before = contents(own)
    with survived(tally, "publication: a file is damaged"):
        assert is_up_to_date(paths)
        assert files_are_as_they_were_written().passed  # ty: ignore
        damage(own / "published" / "current" / name)
        assert not is_up_to_date(paths)
        assert not files_are_as_they_were_written().passed  # ty: ignore
        assert re.search("damaged|已损坏", capsys.readouterr().err)
        if FULL:
            yigai(own, "run")
            assert_readers_are_well(own, before)


def damage(path: Path) -> None:
    if path.is_dir():
        path = min(path.rglob("*.parquet"))
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(b"\x00damage\x00")


# --- clocks, missing months, years sent again -----------------------------------------


@full
@pytest.mark.parametrize("days", [-4_000, 9_000])
def test_times_of_files_in_the_past_and_future_change_no_figure(
    base: Path, tmp_path: Path, tally: Tally, days: int
):
    """All files of another time, in their order: only what is on time may change."""
    data = tmp_path / "data"
    shutil.copytree(base / "inbox", data / "inbox")
    shutil.copy2(base / "key", data / "key")
    for path in files(data):
        moment = path.stat().st_mtime + days * 86_400
        os.utime(path, (moment, moment))
    with survived(tally, f"clock: file times moved by {days} days"):
        done = yigai(data, "run")
        assert ("check the clock" in done.stderr) is (days > 0)
        assert figures(data) == figures(base)


@full
def test_a_missing_month_is_told_and_comes_later(
    base: Path, tmp_path: Path, tally: Tally
):
    data, away = tmp_path / "data", tmp_path / "away"
    shutil.copytree(base / "inbox", data / "inbox")
    shutil.copy2(base / "key", data / "key")
    away.mkdir()
    for path in files(data, "facility_monthly", month := missing_month(base)):
        shutil.move(path, away / path.name)
    assert list(away.iterdir())
    with survived(tally, "a missing month, then it comes"):
        yigai(data, "run")
        told = (
            "select count(*) as n from rpt_missing_reports "
            f"where extract_id = 'facility_monthly' and month = date '{month}-01'"
        )
        assert json.loads(yigai(data, "query", told, "-f", "json").stdout)[0]["n"]
        assert figures(data) != figures(base)
        for path in away.iterdir():
            shutil.move(path, data / "inbox" / "facility_monthly" / path.name)
        yigai(data, "run")
        assert figures(data) == figures(base)


@full
def test_a_year_that_is_sent_again_counts_once(own: Path, tally: Tally):
    """The same rows in files of other bytes and a later time."""
    before = figures(own)
    sent = [p for p in files(own) if p.suffix == ".csv"]
    assert len(sent) > 50
    with survived(tally, "a re-sent year"):
        for path in sent:
            again = path.with_name(f"again_{path.name}")
            again.write_bytes(path.read_bytes().rstrip(b"\r\n") + b"\n\n\n")
            moment = path.stat().st_mtime + 86_400
            os.utime(again, (moment, moment))
        done = yigai(own, "run")
        assert "again_" in done.stderr
        assert figures(own) == before


def files(data: Path, extract: str = "*", month: str = "") -> list[Path]:
    found = sorted((data / "inbox").glob(f"{extract}/*"))
    return [p for p in found if month.replace("-", "") in p.name.replace("-", "")]


def missing_month(data: Path) -> str:
    """A month in the midst of those that were reported."""
    with duckdb.connect(data / "build" / "yigai.duckdb", read_only=True) as con:
        months = con.sql(
            "select distinct left(period, 7) from raw.slices "
            "where extract = 'facility_monthly' order by 1"
        ).fetchall()
    return months[len(months) // 2][0]


def figures(data: Path) -> dict[str, Any]:
    """Rows and sums of what is measured and derived, whichever files it came from."""
    with duckdb.connect(
        (data / "published" / "yigai.duckdb").resolve(), read_only=True
    ) as con:
        return {
            table: con.sql(
                f"select count(*), bit_xor(hash({columns})) from {table}"
            ).fetchone()
            for table, columns in {
                "core.fct_measures": "measure_id, division_code, facility_tier, month, "
                "geography, value",
                "indicators.fct_indicator_values": "indicator_id, division_code, "
                "facility_tier, geography, period_type, period_end, numerator, "
                "denominator, value, null_reason",
            }.items()
        }
