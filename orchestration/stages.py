"""The stages of a run, as the job, the command line and a rebuild call them."""

import json
import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from expectations.results import Change, record
from expectations.results import rejudge as rejudge_results
from expectations.runner import CheckResult, run_suite
from expectations.suites import LAYERS, load_suite
from extracts.contract import load_contracts
from extracts.dictionary import load_dictionary
from extracts.dictionary_tables import land_dictionary
from extracts.landing import FileResult, land_inbox
from extracts.warehouse import open_warehouse, prepare
from orchestration import arrivals, history, months, publication
from orchestration.facts import facts, note_inbox
from orchestration.fingerprints import dbt_version, inbox_version
from orchestration.problems import BuildFailedError
from orchestration.settings import PROJECT, Settings

# unit tests belong to the test suite
BUILD = ("build", "--exclude-resource-type", "unit_test")


@dataclass(frozen=True)
class Landed:
    """What became of each file, the months touched, and history that is lost.

    `ahead` are files whose time is still to come: somebody's clock is wrong.
    """

    results: list[FileResult]
    touched: list[months.Touched]
    known_months: list[str]
    newest: dict[str, datetime]
    lost: list[str]
    ahead: list[str]


def land(paths: Settings, asked: Iterable[str] = ()) -> Landed:
    """Land what is new.

    Args:
        paths: where everything lies.
        asked: months to be built again even if no new file touches them.
    """
    contracts = load_contracts()
    dictionary = load_dictionary()
    # before landing: what comes meanwhile belongs to the next run
    version = inbox_version(paths.inbox)
    earlier = history.before(publication.read_manifest(paths.publications) or {})
    with open_warehouse(paths.build) as con:
        prepare(con, list(contracts.values()))
        land_dictionary(con, dictionary)
        months.ask(con, asked)
        months.note_before(con)
        results = list(land_inbox(con, paths.inbox, contracts))
        note_inbox(con, version)
        lost = history.land(con, paths.publications, earlier)
        found = months.touched(con, contracts)
        known = months.known_months(con, contracts)
        newest = arrivals.newest_submissions(con)
    return Landed(results, found, known, newest, lost, arrivals.ahead(paths.inbox))


def known_months(paths: Settings) -> list[str]:
    """Every month that a landed file touches; none where nothing was built yet."""
    contracts = load_contracts()
    with open_warehouse(paths.build) as con:
        prepare(con, list(contracts.values()))
        return months.known_months(con, contracts)


def asked_months(paths: Settings) -> dict[str, list[str]]:
    """The variables of dbt that name the months that a backfill asked for."""
    with open_warehouse(paths.build) as con:
        found = months.asked(con)
    return {"months": found} if found else {}


def is_built_by_this_code(paths: Settings) -> bool:
    """Whether tables that grow were begun by the models as they are now."""
    with open_warehouse(paths.build) as con:
        con.execute("create table if not exists raw.built_by (version varchar)")
        found = con.execute("from raw.built_by").fetchone()
    return found is not None and found[0] == dbt_version()


def note_built(paths: Settings) -> None:
    """Everything is built, the months that were asked for too, by these models."""
    with open_warehouse(paths.build) as con:
        months.done(con)
        con.execute(
            "create or replace table raw.built_by as select ? as version",
            [dbt_version()],
        )


def build(paths: Settings, variables: dict[str, Any], target: Path) -> None:
    """Build and test every model by dbt, in a process of its own.

    Raises:
        BuildFailedError: the message is what dbt says.
    """
    from orchestration.dbt_project import DBT  # noqa: PLC0415

    done = subprocess.run(
        [DBT, "--quiet", *BUILD, "--vars", json.dumps(variables),
         "--target-path", str(target)],
        cwd=PROJECT, capture_output=True, text=True, check=False,
        env={**os.environ, "YIGAI_BUILD": str(paths.build)},
    )  # fmt: skip
    if done.returncode:
        raise BuildFailedError(f"dbt build: {done.stdout}{done.stderr}".strip())


def check(paths: Settings) -> list[CheckResult]:
    """Run the checks of every layer on the build, and record what they found."""
    with open_warehouse(paths.build) as con:
        results = [r for layer in LAYERS for r in run_suite(con, load_suite(layer))]
        record(con, results)
    return results


def rejudge(paths: Settings) -> list[Change]:
    """Judge stored results by the limits of `seeds/checks` as they are now."""
    with open_warehouse(paths.build) as con:
        return rejudge_results(con, load_dictionary().checks)


def publish(paths: Settings) -> Path:
    """Publish the build as it is; the caller has checked it."""
    return publication.publish(paths.build, paths.publications, facts(paths))


def published_years(paths: Settings) -> list[str]:
    """The years for which the current publication has values of indicators."""
    folder = paths.publications / "current" / "parquet" / "indicators"
    file = folder / "fct_indicator_values.parquet"
    if not file.exists():
        return []
    rows = duckdb.sql(
        f"select distinct year(period_end) from read_parquet('{file}') "
        "where period_type = 'year' and value is not null order by 1"
    ).fetchall()
    return [str(year) for (year,) in rows]
