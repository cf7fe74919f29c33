"""What facilities and counties gave in their forms, an item a row."""

from collections.abc import Iterator

import polars as pl

from recompute.places import BEHALF, Places
from recompute.tables import Tables

NAMES = ("facility_code", "part", "month", "extract", "item", "value")
PLACES = ("division_code", "facility_tier", "is_primary", "month", "extract", "item",
          "value")  # fmt: skip


class FacilityForms:
    """Facility, part and month: the numbers of monthly and annual forms."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    def values(self) -> pl.DataFrame:
        found = [
            *self.monthly_values(), self.annual_values("facility_annual"),
            self.annual_values("staffing"), self.chronic_values(),
            self.discharge_values(), self.order_values(),
        ]  # fmt: skip
        return pl.concat(found).drop_nulls("value")

    def monthly_values(self) -> Iterator[pl.DataFrame]:
        rows = self.tables.newest("facility_monthly")
        yield long(rows, "facility_monthly")
        with_parts = [("visits", "own", ""), *BEHALF]
        for item, part, _ in with_parts:
            own = rows.select("facility_code", "month", visits_with_behalf=item)
            yield long(own, "facility_monthly", part)

    def annual_values(self, extract: str) -> pl.DataFrame:
        rows = self.tables.newest(extract).with_columns(
            pl.col(pl.Boolean).cast(pl.Float64),
            month=pl.col("year").dt.truncate("1y").dt.offset_by("11mo"),
            facilities=1.0,
        )
        return long(rows, extract)

    def chronic_values(self) -> pl.DataFrame:
        rows = self.tables.newest("chronic_care")
        values = [
            long(rows.filter(disease=disease), "chronic_care").with_columns(
                item=f"{disease}_" + pl.col("item")
            )
            for disease in rows["disease"].unique()
        ]
        return pl.concat(values)

    def discharge_values(self) -> pl.DataFrame:
        way, route = pl.col("discharge_way_code"), pl.col("admission_route_code")
        grades = pl.max_horizontal(pl.col("^operation_grade_.*$").cast(pl.Int64))
        codes = pl.coalesce(pl.col("^operation_code_.*$"))
        drugs = ("western", "patent", "herbal")
        rows = self.tables.newest("discharge_record").with_columns(
            month=pl.col("discharged_on").dt.truncate("1mo")
        )
        counted = {
            "discharges": pl.len(),
            "deaths": (way == "5").sum(),
            "sent_to_primary": (way == "3").sum(),
            "sent_to_hospital": (way == "2").sum(),
            "received_from_facility": (route == "3").sum(),
            "operations": codes.is_not_null().sum(),
            "grade_3_4_operations": (grades >= 3).sum(),
            "antibiotic_users": (pl.col("antibiotic_cost_yuan") > 0).sum(),
            "antibiotic_cost_yuan": known_sum("antibiotic_cost_yuan"),
            "total_cost_yuan": known_sum("total_cost_yuan"),
            "stay_days": known_sum("stay_days"),
            "drug_cost_yuan": sum(pl.sum(f"{d}_drug_cost_yuan") for d in drugs),
        }
        return long(
            rows.group_by("facility_code", "month").agg(
                value.cast(pl.Float64).alias(name) for name, value in counted.items()
            ),
            "discharge_record",
        )

    def order_values(self) -> pl.DataFrame:
        essential = pl.col("drug_kind").is_in(
            ["national_essential", "provincial_supplement"]
        )
        rows = self.tables.newest("procurement").with_columns(
            month=pl.col("ordered_on").dt.truncate("1mo")
        )
        return long(
            rows.group_by("facility_code", "month").agg(
                pl.sum("ordered_yuan", "delivered_yuan"),
                essential_ordered_yuan=pl.col("ordered_yuan").filter(essential).sum(),
                volume_based_ordered_yuan=pl.col("ordered_yuan")
                .filter(pl.col("is_volume_based"))
                .sum(),
            ),
            "procurement",
        )


class CountyForms:
    """County and month: the numbers of censuses, insurers and the registry."""

    def __init__(self, tables: Tables, places: Places) -> None:
        self.tables, self.places = tables, places

    def values(self, reading: str) -> pl.DataFrame:
        placed = self.places.placed(pl.col("division_code"), reading)
        census = pl.concat(self.census_values()).with_columns(division_code=placed)
        return pl.concat([census, *self.registry_values(reading)]).drop_nulls("value")

    def census_values(self) -> Iterator[pl.DataFrame]:
        december = pl.col("year").dt.truncate("1y").dt.offset_by("11mo")
        county = pl.col("division_code").str.len_chars() == 6
        rows = self.tables.newest("resident_population").with_columns(month=december)
        yield untiered(rows.filter(county), "resident_population")
        rows = self.tables.newest("insured_population").with_columns(
            division_code="insu_admdvs"
        )
        yield untiered(rows, "insured_population")
        rows = self.tables.newest("fund_budget").with_columns(month=december)
        yield untiered(rows, "fund_budget")
        names = self.tables.table("reference.divisions").filter(level="county")
        rows = self.tables.newest("signing_sheet").join(
            names.select("division_code", division_name="name_zh"), on="division_name"
        )
        yield untiered(rows, "signing_sheet")
        rows = self.tables.newest("key_population")
        for item, column in (("people", "people"), ("managed", "managed_people")):
            for group in rows["key_group"].unique():
                named = rows.filter(key_group=group).select(
                    "division_code", "month", pl.col(column).alias(f"{item}_{group}")
                )
                yield untiered(named, "key_population")

    def registry_values(self, reading: str) -> Iterator[pl.DataFrame]:
        """Facilities, village rooms and the villages that they serve."""
        rows = self.places.facilities(reading).filter(
            pl.col("part") == "own", "is_open"
        )
        is_room = pl.col("facility_class_code") == "D600"
        counted = rows.group_by(
            "division_code", "facility_tier", "is_primary", "month"
        ).agg(
            facilities=pl.len(),
            village_rooms=is_room.sum(),
            villages=pl.sum("village_count"),
        )
        yield long_places(counted, "facility_registry")


def long(rows: pl.DataFrame, extract: str, part: str = "own") -> pl.DataFrame:
    """Numbers of a facility and month, an item a row."""
    numbers = rows.select("facility_code", "month", pl.selectors.numeric())
    return (
        numbers.cast({pl.selectors.numeric(): pl.Float64})
        .unpivot(index=["facility_code", "month"], variable_name="item")
        .with_columns(extract=pl.lit(extract), part=pl.lit(part))
        .select(NAMES)
    )


def untiered(rows: pl.DataFrame, extract: str) -> pl.DataFrame:
    """Numbers of a county and month without tier; rows add if none of them is blank."""
    numbers = rows.select("division_code", "month", pl.selectors.numeric())
    added = numbers.group_by("division_code", "month").agg(
        pl.when(pl.col(c).is_not_null().all()).then(pl.col(c).sum()).alias(c)
        for c in numbers.columns
        if c not in ("division_code", "month")
    )
    return long_places(
        added.with_columns(facility_tier=pl.lit("none"), is_primary=False), extract
    )


def long_places(rows: pl.DataFrame, extract: str) -> pl.DataFrame:
    index = ["division_code", "facility_tier", "is_primary", "month"]
    return (
        rows.cast({pl.selectors.numeric(): pl.Float64})
        .unpivot(index=index, variable_name="item")
        .with_columns(extract=pl.lit(extract))
        .select(PLACES)
    )


def known_sum(column: str) -> pl.Expr:
    """The sum of what is given; nothing where nothing is."""
    return pl.when(pl.col(column).count() > 0).then(pl.sum(column))
