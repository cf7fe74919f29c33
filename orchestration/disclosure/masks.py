"""The published tables without what is withheld.

A table is recognised by its columns: measures, indicator values, and everything around
the values. What is shown of a cell goes with the cell: value, limits, rank; and of a
series or a group of counties what was computed from all of it.
"""

from pathlib import Path

import duckdb
import numpy as np

from expectations.withholding import CELL, SHOWN, columns_of
from orchestration.disclosure import details, plan, state
from orchestration.disclosure.rules import Rule

REASON = "suppressed"
NEEDED = ("core.fct_measures", "indicators.fct_indicator_values",
          "indicators.dim_measures", "indicators.dim_indicator_terms")  # fmt: skip
# whole numbers that follow from a value; and figures that are no part of a cell
FOLLOWING = {"peer_rank", "peers_tied", "decile", "months_to_target"}
OUTSIDE = {"target_value"}
# figures beside the cells that would say the same again: what was observed of counts of
# persons and of indicators that are withheld, and how many rows a file of persons has
OTHERS = {
    "rpt_check_results": """
        exists (select 1 from persons_checked as persons
            where persons.check_id = shown.check_id)
        or exists (select 1 from withheld_sides as held
            where held.indicator_id = shown.part
            and held.division_code = shown.division_code
            and held.period_end = last_day(shown.month) and held.facility_tier = 'all'
            and held.geography = 'then' and held.period_type = 'month')
    """,
    "rpt_standardised_mortality": """
        exists (select 1 from withheld_mortality as held
            where held.year = shown.year)
    """,
    "rpt_landed_files": """
        shown.extract_id = 'discharge_record'
        or shown.extract_id in ('settlement', 'signing')
        and shown.rows_landed < {threshold}
    """,
}
LINES = {"file_row"}
PERSONS_CHECKED = """
create or replace temp table persons_checked as
select distinct terms.check_id
from {database}.raw.dictionary_check_terms as terms
left join {database}.raw.dictionary_measures as measures
    on terms.extract_id = measures.extract and terms.item = measures.item
left join counted
    on measures.measure_id = counted.measure_id
where counted.is_person
    or terms.extract_id in ('settlement', 'discharge_record', 'signing')
"""
# what a point of a series says of itself alone
ALONE = {"value", "lower_95", "upper_95", "lower_998", "upper_998"}


class Masks:
    """What a publication withholds, as SQL around each table."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        rule: Rule,
        before: Path | None = None,
        database: str = "build",
    ) -> None:
        self.con, self.rule, self.database = con, rule, database
        self.is_empty = not all(self.has(table) for table in NEEDED)
        if not self.is_empty:
            state.load(con, before)
            plan.prepare(con, rule, database)
            self.keep(plan.Plan(con, rule).search())

    def keep_state(self, folder: Path) -> None:
        """Keep what readers know from now on, for the next publication."""
        if not self.is_empty:
            state.keep(self.con, folder)

    def has(self, table: str) -> bool:
        return bool(columns_of(self.con, self.database, *table.split(".")))

    def keep(self, hidden: np.ndarray) -> None:
        """Make the temporary tables of withheld cells."""
        self.con.register("found_hidden", {"hidden": hidden.astype(np.int64)})
        self.con.execute(
            """
            create or replace temp table hidden_nodes as
            select nodes.*, found_hidden.hidden
            from nodes positional join found_hidden where hidden > 0
            """
        )
        self.con.unregister("found_hidden")
        plan.run(self.con, "masks", {"threshold": self.rule.threshold}, self.database)
        if self.has("raw.dictionary_check_terms"):
            self.con.execute(PERSONS_CHECKED.format(database=self.database))

    def around(self, schema: str, table: str, rows: str) -> str:
        """The SQL of a table's rows without what is withheld."""
        if self.is_empty:
            return rows
        columns = columns_of(self.con, self.database, schema, table)
        if table in OTHERS:
            rows = self.without_others(rows, columns, table)
        if table == "rpt_patient_flows":
            return details.flows(rows)
        if table == "rpt_reports_against_claims":
            return details.claims(rows, columns)
        if table == "fct_measures":
            return self.without(rows, "withheld_measures", {"value": "true"}, (
                "measure_id", "division_code", "facility_tier", "geography", "month",
            ))  # fmt: skip
        if table == "fct_indicator_values":
            return self.values(rows, columns)
        if columns.keys() >= CELL:
            return self.derived(rows, columns, table)
        return rows

    def without(
        self, rows: str, held: str, replaced: dict[str, str], keys: tuple[str, ...]
    ) -> str:
        """Rows with columns set to null where a withheld cell matches."""
        match = " and ".join(f"held.{key} = shown.{key}" for key in keys)
        changed = ", ".join(
            f"case when held.{keys[0]} is null or not ({when}) then shown.{name} end "
            f"as {name}" for name, when in replaced.items()
        )  # fmt: skip
        return (
            f"select shown.* replace ({changed}) from ({rows}) as shown "
            f"left join {held} as held on {match}"
        )

    def values(self, rows: str, columns: dict[str, str]) -> str:
        """Indicator values: a withheld side takes value and limits with it."""
        keys = ("indicator_id", "division_code", "facility_tier", "geography",
                "period_type", "period_end")  # fmt: skip
        replaced = dict.fromkeys(figures_of(columns), "true")
        replaced |= {"numerator": "held.is_numerator"}
        replaced |= {"denominator": "held.is_denominator"}
        masked = self.without(rows, "withheld_sides", replaced, keys)
        reason = (
            f"case when held.indicator_id is null or shown.null_reason <> 'none' "
            f"then shown.null_reason else '{REASON}' end as null_reason"
        )
        return masked.replace(" replace (", f" replace ({reason}, ", 1)

    def derived(self, rows: str, columns: dict[str, str], table: str) -> str:
        """Tables around the values: what is computed from a withheld cell goes too."""
        shown = [("division_code", "period_end")]
        shown += [places for column, places in SHOWN.items() if column in columns]
        own = " or ".join(
            self.is_held(columns, f"held.division_code = shown.{division} "
                         f"and held.period_end = shown.{end}")
            for division, end in shown
        )  # fmt: skip
        wide = "false"
        if table in self.rule.series:
            wide = self.is_held(columns, "held.division_code = shown.division_code")
        if table in self.rule.peers:
            wide = self.is_held(
                columns,
                "starts_with(held.division_code, shown.division_code) "
                "and held.period_end = shown.period_end",
            )
        changed = [
            f"case when not {'is_held' if name in ALONE else '(is_held or is_near)'} "
            f"then {name} end as {name}"
            for name in dict.fromkeys([*figures_of(columns), *(FOLLOWING & {*columns})])
        ]
        if "null_reason" in columns:
            changed.append(
                f"case when is_held then '{REASON}' else null_reason end as null_reason"
            )
        if not changed:
            return rows
        return (
            f"select * exclude (is_held, is_near) replace ({', '.join(changed)}) from "
            f"(select shown.*, {own} as is_held, {wide} as is_near "
            f"from ({rows}) as shown)"
        )

    def is_held(self, columns: dict[str, str], place: str) -> str:
        same = [
            f"held.{key} = {f'shown.{key}' if key in columns else default}"
            for key, default in {
                "facility_tier": "'all'",
                "geography": "'then'",
                "period_type": "'month'",
            }.items()
        ]
        return (
            "exists (select 1 from withheld_sides as held where held.indicator_id = "
            f"shown.indicator_id and {' and '.join(same)} and {place})"
        )

    def without_others(self, rows: str, columns: dict[str, str], table: str) -> str:
        """Figures beside the cells that say the same: of checks, and of files."""
        held = OTHERS[table].format(
            threshold=self.rule.threshold, database=self.database
        )
        return without_figures(rows, counted_of(columns) - LINES, held)


def without_figures(rows: str, figures: set[str], held: str) -> str:
    changed = ", ".join(
        f"case when not is_held then {name} end as {name}" for name in sorted(figures)
    )
    return (
        f"select * exclude (is_held) replace ({changed}) from "
        f"(select shown.*, {held} as is_held from ({rows}) as shown)"
    )


def counted_of(columns: dict[str, str]) -> set[str]:
    """The columns of a table that hold figures or counts."""
    return {
        *figures_of(columns),
        *(n for n, kind in columns.items() if kind == "BIGINT"),
    }


def figures_of(columns: dict[str, str]) -> list[str]:
    """The columns of a table that hold figures."""
    return [
        name
        for name, kind in columns.items()
        if (kind == "DOUBLE" or kind.startswith("DECIMAL")) and name not in OUTSIDE
    ]
