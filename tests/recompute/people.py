"""Distinct people of every place and period: signed, due, renewed, in hospital."""

from collections.abc import Iterator
from functools import cached_property

import polars as pl

from recompute.claims import Claims
from recompute.places import LENGTHS, Places
from recompute.tables import Tables

GROUPS = (
    "aged_65", "maternal", "child_0_6", "disabled", "mental_disorder", "hypertension",
    "diabetes", "tuberculosis", "poverty_relieved", "special_family",
)  # fmt: skip


class People:
    """People by place at every level and period, each once."""

    def __init__(self, tables: Tables, places: Places, claims: Claims) -> None:
        self.tables, self.places, self.claims = tables, places, claims

    def values(self, reading: str) -> pl.DataFrame:
        found = []
        for length in LENGTHS.values():
            found += self.signed_people(reading, length)
            found += self.renewals(reading, length)
            found += self.inpatients(reading, length)
        return pl.concat(found)

    @cached_property
    def signings(self) -> pl.DataFrame:
        """Agreements; a person has one at a time, and a blank says resident."""
        end = pl.col("signed_on").dt.offset_by("1y") - pl.duration(days=1)
        return (
            self.tables.newest("signing")
            .sort("certno", "signed_on", "facility_code")
            .with_columns(
                pl.col("is_resident").fill_null(True),
                valid_to=pl.coalesce("valid_to", end),
                next_on=pl.col("signed_on").shift(-1).over("certno"),
            )
            .with_columns(
                binds_until=pl.min_horizontal(
                    "valid_to",
                    pl.col("ended_on") - pl.duration(days=1),
                    pl.col("next_on") - pl.duration(days=1),
                )
            )
            .filter("is_resident")
        )

    def signed_people(self, reading: str, length: int) -> Iterator[pl.DataFrame]:
        """Residents whose agreement binds at the end of the period, by group."""
        rows = self.at_level(self.signings, "division_code", reading, length)
        days = self.tables.ends.select("period_end").unique()
        open_now = pl.col("signed_on") <= pl.col("period_end")
        known = rows.join_where(days, open_now)
        places = known.select("division_code", "period_end").unique()
        in_force = known.filter(pl.col("binds_until") >= pl.col("period_end"))
        chosen = {
            "signed_residents": pl.lit(True),
            "signed_key_people": pl.col("is_key_group"),
        }
        chosen |= {f"signed_{g}": pl.col("key_group") == g for g in GROUPS}
        counted = in_force.group_by("division_code", "period_end").agg(
            pl.col("certno").filter(which).n_unique().alias(item)
            for item, which in chosen.items()
        )
        found = places.join(counted, on=["division_code", "period_end"], how="left")
        yield people(
            found.join(self.tables.ends, on="period_end"), "signing", [*chosen]
        )

    def renewals(self, reading: str, length: int) -> Iterator[pl.DataFrame]:
        """People whose agreement fell due in the period, and those who signed again.

        Where agreements are known by then and none fell due, nobody was due.
        """
        until, after = pl.col("valid_to"), pl.col("next_on")
        rows = self.at_level(self.signings, "division_code", reading, length)
        due = rows.filter(
            (pl.col("ended_on") > until).fill_null(True),
            (after >= until - pl.duration(days=90)).fill_null(True),
        ).with_columns(
            month=until.dt.truncate("1mo"),
            again=(after <= until + pl.duration(days=30)).fill_null(False),
        )
        person = pl.col("certno")
        counted = self.in_periods(due).agg(
            due_for_renewal=person.n_unique(),
            renewed=person.filter(pl.col("again")).n_unique(),
        )
        signed = pl.col("signed_on") <= pl.col("period_end")
        known = rows.join_where(self.tables.ends, signed)
        index = ["division_code", "period_type", "period_end"]
        found = known.select(index).unique().join(counted, on=index, how="left")
        yield people(found, "signing", ["due_for_renewal", "renewed"])

    def inpatients(self, reading: str, length: int) -> Iterator[pl.DataFrame]:
        """Insured people with a stay in the period, and with one inside."""
        rows = self.claims.seen(reading).with_columns(
            pl.col("division_code").str.head(length)
        )
        stay, person = pl.col("care") == "stay", pl.col("psn_no")
        found = self.in_periods(rows).agg(
            insured_inpatients=person.filter(stay).n_unique(),
            insured_inpatients_inside=person.filter(stay, "is_inside").n_unique(),
        )
        yield people(
            found, "settlement", ["insured_inpatients", "insured_inpatients_inside"]
        )

    def at_level(self, rows: pl.DataFrame, column: str, reading: str, length: int):
        placed = self.places.placed(pl.col(column), reading)
        return rows.with_columns(division_code=placed.str.head(length))

    def in_periods(self, rows: pl.DataFrame):
        return rows.join(self.tables.periods, on="month").group_by(
            "division_code", "period_type", "period_end"
        )


def people(rows: pl.DataFrame, extract: str, items: list[str]) -> pl.DataFrame:
    """Counts of people, an item a row; none of those who are known is zero."""
    index = ["division_code", "period_type", "period_end"]
    return (
        rows.select(*index, pl.col(items).fill_null(0).cast(pl.Float64))
        .unpivot(index=index, variable_name="item")
        .with_columns(extract=pl.lit(extract))
    )
