"""What checks found, kept: `quality.check_results`, its history, and judging it again.

One row a check, place, month and run in which something changed; a check as a whole has
the place `all` and a row for every run. The newest row of a place is what holds now.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from jinja2 import Environment

from expectations.runner import CheckResult, run_suite
from expectations.suites import measured_suite
from extracts.dictionary_check_tables import land_checks
from extracts.dictionary_checks import Controls

PROJECT = Path(__file__).parent.parent
MODEL = PROJECT / "models" / "intermediate" / "quality" / "int_results_judged.sql"
OUTCOME = PROJECT / "macros" / "outcome.sql"

TABLE = """
create schema if not exists quality;
create table if not exists quality.check_results (
    run_number bigint, run_id varchar, check_id varchar, layer varchar, asset varchar,
    category varchar, severity integer, says_zh varchar, says_en varchar,
    division_code varchar, facility_code varchar, part varchar, month date,
    statistic double, warn_below double, warn_above double, fail_below double,
    fail_above double, is_accepted boolean, outcome varchar, rows_checked bigint,
    rows_failed bigint, observed varchar, checked_at timestamp
)
"""
# what holds now of each place; a place that is gone has no outcome any more
NEWEST = """
create or replace temp view newest_results as
select * from quality.check_results where division_code <> 'all'
qualify row_number() over (
    partition by check_id, division_code, facility_code, part, month
    order by run_number desc
) = 1
"""
JUDGED = """
create or replace temp table judged_now as
select judged.check_id, controls.layer, controls.category, controls.severity,
    controls.name_zh as says_zh, controls.name_en as says_en, judged.division_code,
    judged.facility_code, judged.part, judged.month, judged.statistic,
    controls.warn_below, controls.warn_above, controls.fail_below,
    controls.fail_above, judged.acceptance_number > 0 as is_accepted, judged.outcome
from ({judged}) as judged
inner join staging.stg_checks__controls as controls
    on judged.check_id = controls.check_id
"""
CHANGED = """
insert into quality.check_results by name
select coalesce(now.check_id, before.check_id) as check_id,
    coalesce(now.layer, before.layer) as layer, 'quality.rpt_check_results' as asset,
    coalesce(now.category, before.category) as category,
    coalesce(now.severity, before.severity) as severity,
    coalesce(now.says_zh, before.says_zh) as says_zh,
    coalesce(now.says_en, before.says_en) as says_en,
    coalesce(now.division_code, before.division_code) as division_code,
    coalesce(now.facility_code, before.facility_code) as facility_code,
    coalesce(now.part, before.part) as part, coalesce(now.month, before.month) as month,
    now.statistic, now.warn_below, now.warn_above, now.fail_below, now.fail_above,
    coalesce(now.is_accepted, false) as is_accepted,
    coalesce(now.outcome, 'not_applicable') as outcome, 1 as rows_checked,
    case when now.outcome in ('fail', 'error') then 1 else 0 end as rows_failed,
    '' as observed, $run_number as run_number, $run_id as run_id,
    $checked_at as checked_at
from judged_now as now
full join newest_results as before
    on now.check_id = before.check_id
        and now.division_code = before.division_code
        and now.facility_code = before.facility_code
        and now.part = before.part and now.month = before.month
where before.check_id is null
    or (now.check_id is null and before.outcome <> 'not_applicable')
    or (now.check_id is not null and (
        now.outcome <> before.outcome or now.is_accepted <> before.is_accepted
        or now.severity <> before.severity
        or now.statistic is distinct from before.statistic
        or now.warn_below is distinct from before.warn_below
        or now.warn_above is distinct from before.warn_above
        or now.fail_below is distinct from before.fail_below
        or now.fail_above is distinct from before.fail_above))
"""


@dataclass(frozen=True)
class Change:
    """How many places of a check went from one outcome to another."""

    check_id: str
    before: str
    after: str
    places: int


def record(
    con: duckdb.DuckDBPyConnection,
    results: list[CheckResult],
    run_id: str | None = None,
) -> None:
    """Add what a run found to the history; call it with the results of any layers."""
    con.execute(TABLE)
    con.begin()
    moment = {
        "run_number": next_run(con, run_id),
        "run_id": run_id or f"{datetime.now(UTC):%Y%m%dT%H%M%S}",
        "checked_at": datetime.now(UTC).replace(tzinfo=None),
    }
    for result in results:
        insert_whole(con, result, moment)
    if any(result.layer == "measured" for result in results) and is_built(con):
        con.execute(NEWEST)
        con.execute(JUDGED.format(judged="from intermediate.int_results_judged"))
        con.execute(CHANGED, moment)
    con.commit()


def is_built(con: duckdb.DuckDBPyConnection) -> bool:
    sql = "select 1 from information_schema.tables where table_name = ?"
    return con.execute(sql, ["int_results_judged"]).fetchone() is not None


def next_run(con: duckdb.DuckDBPyConnection, run_id: str | None) -> int:
    """The number of a run: the layers of one run have one."""
    sql = """
        select coalesce(
            max(run_number) filter (where run_id = ?), max(run_number) + 1, 1)
        from quality.check_results
        """
    found = con.execute(sql, [run_id]).fetchone()
    return found[0] if found else 1


def insert_whole(
    con: duckdb.DuckDBPyConnection, result: CheckResult, moment: dict
) -> None:
    row = {
        **moment, "check_id": result.check_id, "layer": result.layer,
        "asset": result.asset, "category": result.category,
        "severity": result.severity, "says_zh": result.says_zh,
        "says_en": result.says_en, "division_code": "all", "facility_code": "all",
        "part": "all", "is_accepted": False, "outcome": result.outcome,
        "rows_checked": result.rows_checked, "rows_failed": result.rows_failed,
        "observed": result.observed, "checked_at": result.checked_at,
        "statistic": result.rows_failed / result.rows_checked
        if result.rows_checked else None,
    }  # fmt: skip
    names, marks = ", ".join(row), ", ".join(f"${name}" for name in row)
    con.execute(f"insert into quality.check_results ({names}) values ({marks})", row)


def summary(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many checks have which outcome, by the newest run of each check."""
    con.execute(TABLE)
    return dict(
        con.execute(
            """
            select outcome, count(*) from (
                from quality.check_results where division_code = 'all'
                qualify row_number() over (
                    partition by check_id order by run_number desc, checked_at desc) = 1
            ) group by 1 order by 1
            """
        ).fetchall()
    )


def rejudge(
    con: duckdb.DuckDBPyConnection, found: list[Controls], run_id: str | None = None
) -> list[Change]:
    """Judge the stored statistics by other limits; nothing is measured again.

    The verdict is the model's own SQL over what is stored. The marts follow at the
    next build of `int_results_judged+`.

    Returns:
        what changed, by check.
    """
    con.execute(TABLE)
    land_checks(con, found)
    con.begin()
    con.execute(NEWEST)
    con.execute(
        """
        create or replace temp table stored_results as
        select * replace (null::double as observed), null::double as expected
        from newest_results
        """
    )
    con.execute(JUDGED.format(judged=verdict_sql("stored_results")))
    changes = con.execute(
        """
        select now.check_id, before.outcome, now.outcome, count(*)
        from judged_now as now inner join newest_results as before
            using (check_id, division_code, facility_code, part, month)
        where now.outcome <> before.outcome group by all order by all
        """
    ).fetchall()
    now = datetime.now(UTC).replace(tzinfo=None)
    run_id = run_id or f"{now:%Y%m%dT%H%M%S}-rejudged"
    moment = {"run_number": next_run(con, run_id), "run_id": run_id, "checked_at": now}
    for result in run_suite(con, measured_suite(found, "judged_now")):
        insert_whole(con, result, moment)
    con.execute(CHANGED, moment)
    con.commit()
    return [Change(*row) for row in changes]


def verdict_sql(measured: str) -> str:
    """The SQL of the model that judges, over other measurements than the newest."""
    jinja = Environment()
    macros = jinja.from_string(OUTCOME.read_text("utf-8")).module
    tables = {"int_checks_measured": measured}
    return jinja.from_string(MODEL.read_text("utf-8")).render(
        ref=lambda name: tables.get(name, f"staging.{name}"), **vars(macros)
    )


def failed(results: Iterable[CheckResult]) -> list[CheckResult]:
    """The results that stop the whole publication."""
    return [r for r in results if r.blocks and r.outcome in ("fail", "error")]
