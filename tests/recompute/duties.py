"""Which report was due from whom, and whether its first version came in time."""

import csv
from functools import cache

import polars as pl

from recompute.formulas import SCOPES
from recompute.places import Places
from recompute.tables import SEEDS, Tables


class Duties:
    """Which facility owes which report in which month, and whether it came in time."""

    def __init__(self, tables: Tables, places: Places) -> None:
        self.tables, self.places = tables, places
        with (SEEDS / "reference" / "reporting_duties.csv").open(encoding="utf-8") as f:
            self.duties = list(csv.DictReader(f))
        self.of_extract = cache(self.owed)

    def due(self, wanted: list[dict], standing: pl.DataFrame) -> pl.DataFrame:
        """Facility and month with `on_time`: of all the extracts wanted of it."""
        found = [pl.DataFrame(schema={
            "facility_code": pl.String, "month": pl.Date, "on_time": pl.Boolean,
        })]  # fmt: skip
        for measure in wanted:
            scope = SCOPES[measure["facilities"]]
            owed = self.of_extract(measure["extract"])
            mine = standing.filter(scope, part="own").select("facility_code", "month")
            found.append(owed.join(mine, on=["facility_code", "month"], how="semi"))
        return pl.concat(found).group_by("facility_code", "month").agg(
            pl.col("on_time").all()
        )  # fmt: skip

    def owed(self, extract: str) -> pl.DataFrame:
        own = self.places.facilities("then").filter(part="own")
        code, tier = pl.col("facility_class_code"), pl.col("facility_tier")
        found = []
        for duty in self.duties:
            if duty["extract_id"] != extract:
                continue
            is_yearly = duty["frequency"] == "year"
            rows = own.filter(
                code.str.starts_with(duty["class_prefix"]),
                pl.lit(duty["facility_tier"] == "any")
                | (tier == duty["facility_tier"]),
                pl.col("month").dt.month() == 12 if is_yearly else pl.col("is_open"),
                pl.col("month").is_between(*self.span(extract, is_yearly)),
            )
            period = pl.col("month").dt.truncate("1y" if is_yearly else "1mo")
            found.append(self.in_time(rows, extract, period, int(duty["due_day"])))
        return pl.concat(found).unique()

    def span(self, extract: str, is_yearly: bool) -> tuple:
        months = self.tables.months_of(extract)
        last = max(months)
        return min(months), last.replace(month=12) if is_yearly else last

    def in_time(self, rows, extract: str, period: pl.Expr, due_day: int):
        first = self.tables.con.execute(
            "select reporting_unit as facility_code, cast(period as date) as period, "
            "min(submitted_at) as first_sent from raw.slices as s join raw.files as f "
            "on s.file_id = f.file_id and s.extract = f.extract "
            "where s.extract = ? group by all", [extract],
        ).pl()  # fmt: skip
        until = pl.col("month").dt.offset_by("1mo") + pl.duration(days=due_day)
        on_time = pl.col("first_sent").dt.date() < until
        return (
            rows.with_columns(period=period)
            .join(first, on=["facility_code", "period"], how="left")
            .select("facility_code", "month",
                    on_time=on_time.fill_null(False) if due_day
                    else pl.col("first_sent").is_not_null())
        )  # fmt: skip
