"""A small made-up prefecture, landed and built once for all slow tests that need one.

The sample's files of a month and a county are put together into a few large ones: what
a file costs at the door is no matter here. `clean_sample` is as the generator made it;
`gappy_sample` lacks what people forget to send, and some of it has moved.
"""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path

import polars as pl
import pytest
from commandline import PROJECT
from gaps import leave_gaps

from demo.sample import world
from demo.sample.files import Form, Sheet, write
from demo.sample.flows import Flows
from demo.sample.sample import Sample
from demo.sample.scope import Scope
from extracts.contract import load_contracts
from extracts.dictionary import load_dictionary
from extracts.dictionary_tables import land_dictionary
from extracts.landing import land_inbox
from extracts.warehouse import open_warehouse, prepare

SCOPE = Scope(seed=11, scale=0.001, months=26, start=date(2022, 1, 1))
REGISTERS = (
    "facility_registry", "facility_crosswalk", "community_membership",
    "reform_register",
)  # fmt: skip
# what readers ask of indicators, without what they ask of files and faults
MODELS = ("+fct_indicator_values", "+fct_indicator_growth", "+dim_indicators")
LATE = ("990103", "990108")  # counties whose monthly reports come too late


@dataclass(frozen=True)
class SampleWarehouse:
    """A built warehouse and the true values of what it was built from."""

    build: Path
    truth: Path

    def true_values(self) -> pl.DataFrame:
        """The true values; as in the clean sample also where this one has gaps."""
        return pl.read_parquet(self.truth)


@pytest.fixture(scope="session")
def clean_sample(tmp_path_factory: pytest.TempPathFactory) -> SampleWarehouse:
    """The prefecture as the generator made it; tests must not change it."""
    return shared(tmp_path_factory, "clean", build_clean)


@pytest.fixture(scope="session")
def gappy_sample(tmp_path_factory: pytest.TempPathFactory) -> SampleWarehouse:
    """The same with gaps, corrections and moves; tests must not change it."""
    return shared(tmp_path_factory, "gappy", build_gappy)


def shared(
    factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]
) -> SampleWarehouse:
    """Make a warehouse unless this test run, in whatever process, has it already."""
    folder = kept(factory)
    once(folder, "landed", land)
    once(folder, name, make)
    return SampleWarehouse(folder / name / "build" / "yigai.duckdb", folder / "truth")


def kept(factory: pytest.TempPathFactory) -> Path:
    """The folder of all processes of a test run, or one that outlives it."""
    if named := os.environ.get("YIGAI_TEST_SAMPLE"):
        return Path(named)
    top = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        top = top.parent
    return top / "sample"


def once(folder: Path, name: str, make: Callable[[Path], None]) -> None:
    """Make `folder/name` once; who comes meanwhile waits."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (done := folder / f"{name}.done").exists():
            make(folder)
            done.touch()


def land(folder: Path) -> None:
    """Generate the sample, land it with the dictionary, and load the seeds."""
    sample = Sample(SCOPE, Flows(world.build(SCOPE)), "parquet")
    for sheet in put_together(list(sample.sheets())):
        write(sheet, folder / "inbox")
    values = [v.model_dump() for v in sample.values()]
    pl.DataFrame(values, infer_schema_length=None).write_parquet(folder / "truth")
    contracts = load_contracts()
    build = folder / "landed" / "build" / "yigai.duckdb"
    with open_warehouse(build) as con:
        prepare(con, list(contracts.values()))
        land_dictionary(con, load_dictionary())
        for result in land_inbox(con, folder / "inbox", contracts):
            assert result.outcome == "landed", result
            assert not result.counts.rejected, result
    dbt(build, "seed")


def put_together(sheets: list[Sheet]) -> Iterator[Sheet]:
    """One file of each extract; of a register each county's newest.

    Reports of some counties come late, in a file of their own.
    """
    for (extract, is_late), parts in groupby(sorted(sheets, key=kind), key=kind):
        found = list(parts)
        if extract in REGISTERS:
            found = list({sheet.place: sheet for sheet in found}.values())
        times = [sheet.submitted for sheet in found]
        yield replace(
            found[0],
            frame=pl.concat([s.frame for s in found], how="diagonal_relaxed"),
            submitted=max(times) if is_late or extract in REGISTERS else min(times),
            form=Form("parquet"),
            renamed={},
            tail="_late" if is_late else "",
        )


def kind(sheet: Sheet) -> tuple[str, bool]:
    return sheet.extract, sheet.extract == "facility_monthly" and sheet.place in LATE


def build_clean(folder: Path) -> None:
    build = copied(folder / "landed", folder / "clean")
    dbt(build, "run", "--select", *MODELS)


def build_gappy(folder: Path) -> None:
    build = copied(folder / "landed", folder / "gappy")
    with open_warehouse(build) as con:
        leave_gaps(con)
    dbt(build, "run", "--select", *MODELS)


def copied(data: Path, to: Path) -> Path:
    """A copy of a data folder: its warehouse and the key of its pseudonyms."""
    shutil.copytree(data, to, ignore=shutil.ignore_patterns("target", "tmp"))
    return to / "build" / "yigai.duckdb"


def dbt(build: Path, *words: str, project: Path = PROJECT) -> None:
    """Run dbt on a warehouse, with a target folder beside it."""
    done = subprocess.run(
        [Path(sys.executable).parent / "dbt", "--quiet", *words,
         "--target-path", str(build.parent / "target")],
        cwd=project, capture_output=True, text=True, check=False,
        env={**os.environ, "DBT_PROFILES_DIR": str(project), "YIGAI_BUILD": str(build)},
    )  # fmt: skip
    assert done.returncode == 0, json.dumps(words) + done.stdout[-3000:]
