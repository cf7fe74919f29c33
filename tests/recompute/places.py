"""Counties and facilities by month, as they were then and as they are now."""

from functools import cached_property

import polars as pl

from recompute.tables import SEEDS, Tables

FOREVER = pl.date(9999, 12, 31)
READINGS = ("then", "now")
LENGTHS = {"county": 6, "prefecture": 4, "province": 2}
# what facilities report for others: item, part, tier
BEHALF = (
    ("clinic_visits", "clinics", "other"),
    ("village_room_visits", "village_rooms", "village"),
    ("station_visits", "stations", "village"),
)


class Places:
    """Where counties and facilities stand in a reading of geography."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    @cached_property
    def successors(self) -> dict[str, str]:
        listed = self.tables.table("reference.divisions").filter(level="county")
        return {
            code: after
            for code, after in listed.select(
                "division_code", "successor_code"
            ).iter_rows()
            if after != "none"
        }

    def placed(self, code: pl.Expr, reading: str) -> pl.Expr:
        """A county's code: its own, or that of what it has become."""
        if reading == "now":
            for _ in range(5):
                code = code.replace(self.successors)
        return code

    @cached_property
    def classes(self) -> pl.DataFrame:
        found = pl.read_csv(
            SEEDS / "reference" / "facility_classes.csv",
            schema_overrides={"is_primary_care": pl.Boolean},
        )
        return found.select(
            "facility_class_code",
            class_tier="facility_tier",
            is_hospital=pl.col("statistical_group_zh") == "医院",
        )

    @cached_property
    def registered(self) -> pl.DataFrame:
        """Periods of the registry with tier and flags."""
        rows = self.tables.newest("facility_registry")
        code = pl.col("facility_class_code")
        return rows.join(self.classes, on="facility_class_code", how="left").select(
            "facility_code", "division_code", "facility_class_code", "village_count",
            "valid_from",
            valid_to=pl.col("valid_to").fill_null(FOREVER),
            facility_tier=pl.coalesce(
                "facility_tier", pl.col("class_tier").replace("none", None),
                pl.lit("other"),
            ),
            is_primary=code.str.head(1).is_in(["B", "C", "D"]),
            is_hospital=pl.col("is_hospital").fill_null(False),
        )  # fmt: skip

    @cached_property
    def dated(self) -> pl.DataFrame:
        """Facilities by month, until the end of the year in which they close."""
        months = pl.DataFrame({"month": self.tables.months})
        start, end = pl.col("month"), pl.col("month").dt.month_end()
        is_open = pl.col("valid_to") >= start
        same_year = pl.col("valid_to").dt.year() == start.dt.year()
        return (
            self.registered.join(months, how="cross")
            .filter(pl.col("valid_from") <= end, is_open | same_year)
            .with_columns(is_open=is_open)
            .sort("valid_from")
            .unique(["facility_code", "month"], keep="last")
            .join(self.leads, on=["facility_code", "month"], how="left")
            .with_columns(pl.col("is_lead").fill_null(False))
        )

    @cached_property
    def leads(self) -> pl.DataFrame:
        """Lead hospitals of communities by month."""
        rows = self.tables.newest("community_membership").filter("is_lead")
        end = pl.col("month").dt.month_end()
        return (
            rows.join(pl.DataFrame({"month": self.tables.months}), how="cross")
            .filter(
                pl.col("valid_from") <= end,
                pl.col("valid_to").fill_null(FOREVER) >= end,
            )
            .select("facility_code", "month", is_lead=True)
            .unique()
        )

    def facilities(self, reading: str) -> pl.DataFrame:
        """Facilities and the parts that they report for, by month, in a reading."""
        found = self.dated
        if reading == "now":
            last = found.sort("month").unique("facility_code", keep="last")
            lead = self.leads.filter(month=max(self.tables.months)).drop("month")
            last = last.drop("month", "is_open", "is_lead").join(
                lead, on="facility_code", how="left"
            )
            found = found.select("facility_code", "month", "is_open").join(
                last.with_columns(pl.col("is_lead").fill_null(False)),
                on="facility_code",
            )
        found = found.with_columns(
            division_code=self.placed(pl.col("division_code"), reading)
        ).select(
            "facility_code", "month", "division_code", "facility_class_code",
            "facility_tier", "is_primary", "is_hospital", "is_lead", "is_open",
            "village_count", part=pl.lit("own"),
        )  # fmt: skip
        parts = [
            found.with_columns(
                part=pl.lit(part), facility_tier=pl.lit(tier), is_primary=True,
                is_hospital=False, is_lead=False,
            )
            for _, part, tier in BEHALF
        ]  # fmt: skip
        return pl.concat([found, *parts])
