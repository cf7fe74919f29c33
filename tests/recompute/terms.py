"""Terms of an indicator by county, tier and period, before they are divided."""

from functools import cached_property

import polars as pl

from recompute.formulas import LEAVES, SCOPES, Definition, is_stock_of_year
from recompute.places import LENGTHS
from recompute.sources import Sources

PLACE = ["division_code", "facility_tier", "month"]
CELL = ["division_code", "facility_tier", "period_type", "period_end"]
CARRIED = "24mo"  # how long a figure of a year stands for those after it


class Terms:
    """The terms of any indicator in one reading of geography."""

    def __init__(self, sources: Sources, reading: str) -> None:
        self.sources, self.reading = sources, reading
        self.periods = sources.tables.periods
        self.months = sources.tables.months
        self.standing = sources.facilities("then")  # tells whom a measure counts
        self.facilities = sources.facilities(reading)
        self.places = sources.place_values(reading)

    def rolled(self, asked: Definition, given: pl.DataFrame) -> pl.DataFrame:
        """The terms of an indicator by division, tier and period."""
        terms = pl.concat([self.from_facilities(given), self.from_places(asked)])
        monthly = self.complete(asked, self.tiered(asked, terms))
        return rolled_up(self.timed(asked, monthly))

    def measured(self, measure: dict) -> pl.DataFrame:
        """Values of a measure by facility, part and month; those of years carried."""
        rows = self.sources.facility_values.filter(
            extract=measure["extract"], item=measure["item"]
        ).select("facility_code", "part", "month", "value")
        inside = self.standing.filter(SCOPES[measure["facilities"]])
        where = ["facility_code", "part", "month"]
        rows = rows.join(inside.select(where), on=where, how="semi")
        if is_stock_of_year(measure):
            rows = carried(rows, ["facility_code", "part"], self.months)
            is_open = self.standing.filter("is_open")
            rows = rows.join(is_open.select(where), on=where, how="semi")
        return rows.with_columns(measure_id=pl.lit(measure["measure_id"]))

    def matched(self, asked: Definition) -> pl.DataFrame:
        """Values of the facilities that gave every term that is theirs to give."""
        wanted = asked.of_grain("facility")
        empty = pl.DataFrame(schema={
            "facility_code": pl.String, "part": pl.String, "month": pl.Date,
            "value": pl.Float64, "measure_id": pl.String,
        })  # fmt: skip
        rows = pl.concat([empty, *(self.measured(m) for m in wanted)])
        due = self.standing.select(
            "facility_code", "part", "month",
            due=sum(
                (SCOPES[m["facilities"]].cast(pl.Int64) for m in wanted), pl.lit(0)
            ),
        )  # fmt: skip
        where = ["facility_code", "part", "month"]
        return rows.join(due, on=where).filter(pl.len().over(where) == pl.col("due"))

    def from_facilities(self, given: pl.DataFrame) -> pl.DataFrame:
        return (
            given.join(self.facilities, on=["facility_code", "part", "month"])
            .group_by(*PLACE, "is_primary", "measure_id")
            .agg(pl.sum("value"))
        )

    def from_places(self, asked: Definition) -> pl.DataFrame:
        found = [
            pl.DataFrame(schema={
                "division_code": pl.String, "facility_tier": pl.String,
                "month": pl.Date, "is_primary": pl.Boolean, "measure_id": pl.String,
                "value": pl.Float64,
            })
        ]  # fmt: skip
        for measure in asked.of_grain("place"):
            rows = self.places.filter(extract=measure["extract"], item=measure["item"])
            if measure["facilities"] == "primary":
                rows = rows.filter("is_primary")
            rows = rows.group_by(*PLACE, "is_primary").agg(pl.sum("value"))
            if is_stock_of_year(measure):
                index = ["division_code", "facility_tier", "is_primary"]
                rows = carried(rows, index, self.months)
            found.append(
                rows.with_columns(measure_id=pl.lit(measure["measure_id"])).select(
                    found[0].columns
                )
            )
        return pl.concat(found)

    def tiered(self, asked: Definition, terms: pl.DataFrame) -> pl.DataFrame:
        """Terms by shown tier; those without tier stand below every tier there is."""
        has_tier = pl.col("facility_tier") != "none"
        shown = [terms.filter(has_tier).with_columns(facility_tier=pl.lit("all"))]
        if asked.is_tiered:
            primary = terms.filter(has_tier, "is_primary")
            shown.append(primary.with_columns(facility_tier=pl.lit("primary")))
            shown.append(terms.filter(pl.col("facility_tier").is_in(LEAVES)))
        found = pl.concat(shown)
        tiers = pl.concat([
            found.select(PLACE),
            terms.select(PLACE).with_columns(facility_tier=pl.lit("all")),
        ]).unique()  # fmt: skip
        broad = terms.filter(~has_tier).drop("facility_tier").join(
            tiers, on=["division_code", "month"]
        )  # fmt: skip
        return (
            pl.concat([found, broad.select(found.columns)])
            .group_by(*PLACE, "measure_id")
            .agg(pl.sum("value"))
        )

    def complete(self, asked: Definition, terms: pl.DataFrame) -> pl.DataFrame:
        """Each county, tier and month with all its terms, or with none."""
        wanted = asked.of_grain("facility", "place")
        cells = terms.select(PLACE).unique()
        columns = []
        for measure in wanted:
            name = measure["measure_id"]
            mine = terms.filter(measure_id=name).select(
                *PLACE, pl.col("value").alias(name)
            )
            cells = cells.join(mine, on=PLACE, how="left")
            if measure["extract"] == "settlement":
                # no such settlement among those that came is none; a blank is no zero
                cells = cells.join(self.came, on=["division_code", "month"], how="left")
                zero = pl.when("came").then(0.0)
                cells = cells.with_columns(pl.coalesce(name, zero).alias(name))
                cells = cells.drop("came")
            columns.append(name)
        whole = pl.all_horizontal(pl.col(columns).is_not_null())
        return cells.with_columns(
            pl.when(whole).then(pl.col(c)).alias(c) for c in columns
        )

    @cached_property
    def came(self) -> pl.DataFrame:
        """Counties and months whose settlements came."""
        rows = self.places.filter(extract="settlement")
        return rows.select("division_code", "month", came=True).unique()

    def timed(self, asked: Definition, monthly: pl.DataFrame) -> pl.DataFrame:
        """County, tier and period: flows add, stocks take the last or the mean."""
        rows = monthly.join(self.periods, on="month").sort("month")
        if asked.is_yearly:
            rows = rows.filter(period_type="year")
        whole = lambda c: pl.when(c.count() > 0).then(c.sum())  # noqa: E731
        ways = {"sum": whole, "last": lambda c: c.drop_nulls().last(), "mean": whole}
        wanted = asked.of_grain("facility", "place")
        names = [m["measure_id"] for m in wanted]
        known = pl.col(names[0]).is_not_null() if names else pl.lit(False)
        return rows.group_by(CELL).agg(
            *(ways[m["over_time"]](pl.col(m["measure_id"])).alias(m["measure_id"])
              for m in wanted),
            days=pl.col("month_days").filter(known).sum(),
            months=known.sum(),
        )  # fmt: skip


def carried(rows: pl.DataFrame, index: list[str], months: list) -> pl.DataFrame:
    """In every month the newest figure that is not dated later, if not too old."""
    dated = rows.rename({"month": "dated"})
    return (
        dated.join(pl.DataFrame({"month": months}), how="cross")
        .filter(
            pl.col("dated") <= pl.col("month"),
            pl.col("month") < pl.col("dated").dt.offset_by(CARRIED),
        )
        .sort("dated")
        .unique([*index, "month"], keep="last")
        .select(*index, "month", "value")
    )


def rolled_up(rows: pl.DataFrame) -> pl.DataFrame:
    """Counties, and what they add up to; days as of the county that has most."""
    fullest = [c for c in ("days", "months") if c in rows.columns]
    numbers = [c for c in rows.columns if c not in (*CELL, *fullest)]
    summed = [pl.when(pl.col(c).count() > 0).then(pl.sum(c)).alias(c) for c in numbers]
    summed += [pl.max(c) for c in fullest]
    return pl.concat(
        rows.with_columns(pl.col("division_code").str.head(length))
        .group_by(CELL)
        .agg(summed)
        for length in LENGTHS.values()
    )
