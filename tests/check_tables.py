"""A small warehouse with judged results, as dbt would leave it."""

import duckdb

from extracts.dictionary_check_tables import land_checks
from extracts.dictionary_checks import Control, Controls

PLACE = "'990101' as division_code, 'all' as part, date '2024-01-01' as month"


def controls(**more) -> list[Controls]:
    """One check of bed use: warns above 1.2, fails above 1.5."""
    row = {
        "check_id": "L001", "name": {"zh": "床", "en": "beds"}, "severity": 2,
        "category": "plausibility", "statistic": "ratio", "basis": "none",
        "numerator": "facility_monthly.occupied_bed_days",
        "denominator": "facility_monthly.open_bed_days",
        "warn": [None, 1.2], "fail": [None, 1.5], **more,
    }  # fmt: skip
    return [Controls(kind="relation", checks=[Control.model_validate(row)])]


def prepare(con: duckdb.DuckDBPyConnection, **statistics: float | None) -> None:
    """Facilities with a statistic each; the outcome is the model's."""
    from expectations.results import verdict_sql  # noqa: PLC0415

    land_checks(con, controls())
    con.execute("create schema staging; create schema intermediate")
    con.execute(
        """
        create view staging.stg_checks__controls as
        select *, statistic as statistic_kind from raw.dictionary_checks;
        create view staging.stg_checks__acceptances as
        from raw.dictionary_check_acceptances
        """
    )
    measure(con, **statistics)
    con.execute(
        "create view intermediate.int_results_judged as "
        + verdict_sql("intermediate.int_checks_measured")
    )


def measure(con: duckdb.DuckDBPyConnection, **statistics: float | None) -> None:
    con.execute(
        f"create or replace table intermediate.int_checks_measured as "
        f"select 'L001' as check_id, {PLACE}, 'x' as facility_code, "
        "0.0::double as observed, 0.0::double as expected, 0.0::double as statistic "
        "limit 0"
    )
    for facility, statistic in statistics.items():
        con.execute(
            f"insert into intermediate.int_checks_measured by name "
            f"select 'L001' as check_id, {PLACE}, ? as facility_code, "
            "? as statistic",
            [facility, statistic],
        )
