"""A small prefecture that has been run once, and what whole runs make of copies of it.

The short form has the demo of printed figures in its place; `make faults`
(YIGAI_FAULTS=full) makes a prefecture of 13 months.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from commandline import PROJECT, YIGAI, yigai

from orchestration import publication

FULL = os.environ.get("YIGAI_FAULTS") == "full"
full = pytest.mark.skipif(not FULL, reason="make faults")
# tables that say when and how often something was done
MOMENTS = {"quality.check_results"}
# a publication is `this` in its own table and has its name in the next one's; a run
# that changes nothing adds no row
NAMED = {"quality.rpt_revisions"}


@dataclass(frozen=True)
class Base:
    """A data folder after one quiet run, and how long each stage of a run took."""

    data: Path
    stages: dict[str, float]

    def seconds(self, stage: str) -> float:
        """How long a stage takes, by a part of what a run says when it begins it."""
        return next(length for said, length in self.stages.items() if stage in said)


@pytest.fixture(scope="session")
def base(request: pytest.FixtureRequest, tmp_path_factory) -> Base:
    """What tests copy."""
    if not FULL:
        return Base(request.getfixturevalue("demo_data"), {"dbt build": 40.0})
    data = tmp_path_factory.mktemp("faults")
    yigai(data, "sample", "--out", str(data / "inbox"), "--scale", "0.0005",
          "--months", "13")  # fmt: skip
    return Base(data, stage_lengths(start(data, "run")))


@pytest.fixture
def own(base: Base, tmp_path: Path) -> Iterator[Path]:
    """A copy of the base; the disk is given back at the end."""
    yield Path(shutil.copytree(base.data, tmp_path / "data", symlinks=True))
    shutil.rmtree(tmp_path / "data", ignore_errors=True)


def start(data: Path, *words: str, **more: Any) -> subprocess.Popen:
    return subprocess.Popen(
        [YIGAI, *words], cwd=PROJECT, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True,
        env={**os.environ, "YIGAI_DATA": str(data), "COLUMNS": "300"}, **more,
    )  # fmt: skip


def stage_lengths(process: subprocess.Popen) -> dict[str, float]:
    """How many seconds a run works at each stage that it says it begins."""
    assert process.stdout is not None
    began: list[tuple[str, float]] = []
    for line in process.stdout:
        if line.startswith("…"):
            began.append((line, time.monotonic()))
    assert process.wait() == 0
    ends = [at for _, at in began[1:]] + [time.monotonic()]
    return {name: end - at for (name, at), end in zip(began, ends, strict=True)}


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


def contents(data: Path) -> dict[str, str]:
    """The hash of what every published table says, or how many rows say it."""
    manifest = publication.read_manifest(data / "published")
    assert manifest is not None
    found = manifest["tables"].items()
    return {
        table: str(facts["rows"]) if table in NAMED else facts["content"]
        for table, facts in found
        if table not in MOMENTS
    }


def assert_readers_are_well(data: Path, published: dict[str, str]) -> None:
    """What readers open is whole, and is what was published before."""
    assert publication.damages(data / "published" / "current") == []
    assert contents(data) == published


def figures(data: Path, folder: str = "published") -> dict[str, Any]:
    """Rows and sums of what is measured and derived, whichever files it came from."""
    with duckdb.connect(
        (data / folder / "yigai.duckdb").resolve(), read_only=True
    ) as con:
        return {
            table: con.sql(
                # a sum: of two equal rows "exclusive or" would see nothing
                f"select count(*), sum(hash({columns})) from {table}"
            ).fetchone()
            for table, columns in {
                "core.fct_measures": "measure_id, division_code, facility_tier, month, "
                "geography, value",
                "indicators.fct_indicator_values": "indicator_id, division_code, "
                "facility_tier, geography, period_type, period_end, numerator, "
                "denominator, value, null_reason",
            }.items()
        }
