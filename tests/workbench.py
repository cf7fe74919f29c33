"""The models' own SQL on small tables: rendered without dbt, run by DuckDB.

A test lays tables under the names that a model refers to and runs the model's file;
nothing of its SQL is written a second time.
"""

from collections.abc import Iterable, Mapping
from csv import DictReader
from typing import Any

import duckdb
import jinja2
import pandas as pd
import pytest
from commandline import PROJECT

# what columns hold, where they hold no number
TEXT = """
    indicator_id measure_id extract_id target_id covariate_id target_scope data_version
    geography division_code division_level higher_code standard_code facility_code part
    facility_tier facilities tiers period_type over_time grain frequency side kind unit
    scaled_by interval_method direction comparison null_reason better_off area
"""
DATES = "month base_month period_start period_end due_on rebased_on"
FLAGS = "is_primary_care is_hospital is_lead is_open is_monthly is_reported is_on_time"
KNOWN = {
    column: type_name
    for names, type_name in ((TEXT, "varchar"), (DATES, "date"), (FLAGS, "boolean"))
    for column in names.split()
}

GOLDEN = PROJECT.parent / "shared" / "golden"
JINJA = jinja2.Environment(undefined=jinja2.StrictUndefined)
MACROS = vars(
    JINJA.from_string(
        "\n".join(
            path.read_text(encoding="utf-8")
            for path in sorted((PROJECT / "macros").glob("*.sql"))
        )
    ).module
)


def golden(name: str) -> list[dict[str, str]]:
    """Rows of published results; the test is skipped where they are not at hand."""
    path = GOLDEN / f"{name}.csv"
    if not path.exists():
        pytest.skip(f"{path} is absent: published results are no part of the project")
    with path.open(encoding="utf-8", newline="") as file:
        return list(DictReader(file))


def number(text: str | None) -> float | None:
    return float(text) if text not in (None, "") else None


class Workbench:
    """An empty warehouse in memory."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()

    def lay(
        self, name: str, rows: Iterable[Mapping[str, Any]], columns: str = ""
    ) -> None:
        """A table of these rows; one without rows needs the names of its columns."""
        rows = list(rows)
        names = list(rows[0]) if rows else columns.split()
        frame = pd.DataFrame(rows, columns=names, dtype=object)
        frame = frame.where(frame.notna(), None)
        cells = ", ".join(
            f'cast("{column}" as {KNOWN.get(column, "double")}) as "{column}"'
            for column in names
        )
        self.connection.register("laid", frame)
        self.connection.execute(
            f'create or replace table "{name}" as select {cells} from laid'
        )
        self.connection.unregister("laid")

    def seed(self, name: str) -> None:
        path = PROJECT / "seeds" / "reference" / f"{name}.csv"
        self.connection.execute(
            f"create or replace table {name} as select * from read_csv(?)", [str(path)]
        )

    def sql(self, text: str) -> str:
        """The SQL of a template that uses the project's macros."""
        return JINJA.from_string(text).render(
            MACROS | {"ref": lambda name: name, "config": lambda **_: ""}
        )

    def run(self, *models: str) -> None:
        """Build these models, in this order, from the tables that lie there."""
        for model in models:
            (path,) = (PROJECT / "models").rglob(f"{model}.sql")
            text = self.sql(path.read_text(encoding="utf-8"))
            self.connection.execute(f"create or replace table {model} as {text}")

    def rows(self, query: str) -> list[dict[str, Any]]:
        return self.connection.sql(query).df().to_dict("records")

    def value(self, template: str) -> Any:
        """What an expression with macros comes to."""
        row = self.connection.execute(f"select {self.sql(template)}").fetchone()
        assert row is not None
        return row[0]
