"""Cells: sides, values or reasons, and the reports behind them."""

import duckdb
import polars as pl

from recompute.formulas import Definition, definitions, written
from recompute.places import LENGTHS, READINGS
from recompute.sources import Sources
from recompute.terms import CELL, Terms, rolled_up


class Cells:
    """All cells of any indicator in one reading of geography."""

    def __init__(self, sources: Sources, reading: str) -> None:
        self.reading, self.duties = reading, sources.duties
        self.terms = Terms(sources, reading)
        self.people = sources.people.values(reading)

    def of(self, asked: Definition) -> pl.DataFrame:
        """The cells of one indicator: sides, value or reason, reports."""
        given = self.terms.matched(asked)
        sides = self.sides(asked, self.terms.rolled(asked, given))
        reports = self.coverage(asked, given)
        cells = sides.join(reports, on=CELL, how="full", coalesce=True)
        return judged(asked, cells).with_columns(geography=pl.lit(self.reading))

    def sides(self, asked: Definition, rolled: pl.DataFrame) -> pl.DataFrame:
        means = [m["measure_id"] for m in asked.measures.values()
                 if m["over_time"] == "mean"]  # fmt: skip
        # the mean over the months of the fullest county: as flows, so those beside them
        if means:
            rolled = rolled.with_columns(pl.col(means) / pl.col("months"))
        for measure in asked.of_grain("person"):
            name = measure["measure_id"]
            mine = self.people.filter(
                extract=measure["extract"], item=measure["item"]
            ).select(
                "division_code", "period_type", "period_end",
                pl.col("value").alias(name), facility_tier=pl.lit("all"),
            )  # fmt: skip
            mine = self.whole(asked, mine, rolled)
            rolled = rolled.join(mine, on=CELL, how="full", coalesce=True)
        return rolled.with_columns(
            weighed(asked, "numerator"), weighed(asked, "denominator")
        ).select(*CELL, "days", "numerator", "denominator")

    def whole(
        self, asked: Definition, mine: pl.DataFrame, rolled: pl.DataFrame
    ) -> pl.DataFrame:
        """People of a place, unless a county with people lacks the other terms."""
        others = [m["measure_id"] for m in asked.of_grain("facility", "place")]
        if not others:
            return mine
        *_, name = [c for c in mine.columns if c not in CELL]
        of_county = pl.col("division_code").str.len_chars() == LENGTHS["county"]
        known = rolled.filter(of_county, pl.col(others[0]).is_not_null()).select(CELL)
        lacking = mine.filter(of_county, pl.col(name) > 0).join(
            known, on=CELL, how="anti"
        )
        above = pl.concat(
            lacking.select(pl.col("division_code").str.head(LENGTHS[level]), *CELL[1:])
            for level in ("prefecture", "province")
        ).unique()
        some = rolled.filter(pl.col(others[0]).is_not_null()).select(CELL)
        above = above.join(some, on=CELL, how="semi").with_columns(lacks=True)
        return mine.join(above, on=CELL, how="left").select(
            *CELL, pl.when(pl.col("lacks").is_null()).then(pl.col(name)).alias(name)
        )

    def coverage(self, asked: Definition, given: pl.DataFrame) -> pl.DataFrame:
        """Reports due and usable, one a facility and month."""
        terms = self.terms
        due = self.duties.due(asked.of_grain("facility"), terms.standing)
        given = given.filter(part="own")
        usable = given.select("facility_code", "month", usable=True)
        rows = (
            due.join(usable.unique(), on=["facility_code", "month"], how="left")
            .join(terms.facilities.filter(part="own"), on=["facility_code", "month"])
            .with_columns(pl.col("usable").fill_null(False))
        )
        shown = [rows.with_columns(facility_tier=pl.lit("all"))]
        if asked.is_tiered:
            shown.append(
                rows.filter("is_primary").with_columns(facility_tier=pl.lit("primary"))
            )
            shown.append(rows)
        cells = pl.concat(shown).join(terms.periods, on="month")
        return rolled_up(
            cells.group_by(CELL).agg(
                facilities_expected=pl.len().cast(pl.Float64),
                facilities_reported=pl.sum("usable").cast(pl.Float64),
                facilities_on_time=(pl.col("usable") & pl.col("on_time"))
                .sum()
                .cast(pl.Float64),
            )
        )


def judged(asked: Definition, cells: pl.DataFrame) -> pl.DataFrame:
    days = pl.col("days")
    scale = {"none": pl.lit(1.0), "days": days, "year": 365 / days,
             "per_day": 1 / days}[asked.scaled_by]  # fmt: skip
    expected = pl.col("facilities_expected").fill_null(0)
    reported = pl.col("facilities_reported").fill_null(0)
    below = pl.col("denominator")
    if asked.kind == "count":
        below = pl.lit(1.0)
    reason = (
        pl.when((expected > 0) & (reported == 0)).then(pl.lit("not_reported"))
        .when(pl.col("numerator").is_null()).then(pl.lit("term_missing"))
        .when(below.is_null()).then(pl.lit("denominator_missing"))
        .when(below == 0).then(pl.lit("denominator_zero"))
        .otherwise(pl.lit("none"))
    )  # fmt: skip
    value = (pl.col("numerator") / below + asked.plus) * asked.factor * scale
    return cells.select(
        pl.lit(asked.indicator_id).alias("indicator_id"), *CELL,
        "numerator", "denominator",
        value=pl.when(reason == "none").then(value),
        null_reason=reason,
        facilities_expected=expected,
        facilities_reported=reported,
        facilities_on_time=pl.col("facilities_on_time").fill_null(0),
    )  # fmt: skip


def weighed(asked: Definition, side: str) -> pl.Expr:
    terms = [t for t in asked.terms if t.side == side]
    if not terms:
        return pl.lit(None, pl.Float64).alias(side)
    # a term that is missing leaves the side without a value
    return sum(
        (t.weight * pl.col(t.measure_id) for t in terms[1:]),
        terms[0].weight * pl.col(terms[0].measure_id),
    ).alias(side)


def divided(asked: dict, cells: pl.DataFrame) -> pl.DataFrame:
    """An indicator over another one: both were divided in their own right."""
    where = [*CELL, "geography"]
    above, below = (cells.filter(indicator_id=asked[k]) for k in ("of", "over"))
    both = above.join(below, on=where, how="left", suffix="_below")
    value, other = pl.col("value"), pl.col("value_below")
    reason = (
        pl.when(value.is_null()).then("null_reason")
        .when(other.is_null()).then(pl.lit("denominator_missing"))
        .when(other == 0).then(pl.lit("denominator_zero"))
        .otherwise(pl.lit("none"))
    )  # fmt: skip
    counts = [c for c in cells.columns if c.startswith("facilities_")]
    return both.select(
        *where,
        *(pl.col(c) + pl.col(f"{c}_below").fill_null(0) for c in counts),
        indicator_id=pl.lit(asked["indicator_id"]),
        numerator="value", denominator="value_below", null_reason=reason,
        value=pl.when(reason == "none").then(asked.get("factor", 1) * value / other),
    ).select(cells.columns)  # fmt: skip


def recompute(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Every cell of every indicator, in both readings of geography."""
    sources = Sources(con)
    readings = [Cells(sources, reading) for reading in READINGS]
    found = pl.concat(cells.of(asked) for cells in readings for asked in definitions())
    quotients = [told for told in written() if told["kind"] == "quotient"]
    return pl.concat([found, *(divided(asked, found) for asked in quotients)])
