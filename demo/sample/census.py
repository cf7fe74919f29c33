"""Counts of people by group, facility and month, and the forms that print them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import numpy as np
import polars as pl

from demo.sample import groups
from demo.sample.files import Sheet
from demo.sample.forms import prefecture_form
from demo.sample.scope import Scope
from demo.sample.signings import Signed
from demo.sample.world import COUNTY_CODES, COUNTY_NAMES, PREFECTURE

EVERYONE, ANY = "everyone", "any_key_group"
KINDS = (EVERYONE, ANY, *groups.GROUPS)
COUNTED = ("people", "managed", "signed", "signed_managed")
YEARLY_CHANGE = 0.002  # residents, in the years before the sample


@dataclass
class Census:
    """What is counted of residents: kind × counted × facility × month.

    `insured` is county × scheme × month, `residents` county × month.
    """

    scope: Scope
    facilities: int
    counts: np.ndarray = field(init=False)
    insured: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        shape = (len(KINDS), len(COUNTED), self.facilities, self.scope.months)
        self.counts = np.zeros(shape, dtype=np.int64)
        self.insured = np.zeros((12, 2, self.scope.months), dtype=np.int64)

    def add(self, signed: Signed) -> None:
        """Count one county's people, month by month."""
        people = signed.people
        managed = self.scope.uniform("managed", signed.ids) < groups.MANAGED
        everyone = np.arange(len(people))
        for month in range(self.scope.months):
            here = people.here(month)
            insured = here & people.is_insured
            self.insured[people.county, 0, month] = (insured & people.is_employee).sum()
            self.insured[people.county, 1, month] = (
                insured & ~people.is_employee
            ).sum()
            here = here & people.is_resident
            in_force = here & signed.in_force(month)
            at = signed.served_by(everyone, month)
            for kind, name in enumerate(KINDS):
                those = here & self.members(signed, name, month)
                for part, who in enumerate(
                    (those, those & managed, those & in_force,
                     those & in_force & managed)
                ):  # fmt: skip
                    self.counts[kind, part, :, month] += np.bincount(
                        at[who], minlength=self.facilities
                    )

    def members(self, signed: Signed, name: str, month: int) -> np.ndarray:
        if name == EVERYONE:
            return np.ones(len(signed.people), dtype=bool)
        if name == ANY:
            return groups.belongs_to_any(signed.windows, month)
        return groups.belongs(signed.windows, name, month)

    def of(self, name: str, counted: str) -> np.ndarray:
        """Facility × month of one kind of people."""
        return self.counts[KINDS.index(name), COUNTED.index(counted)]

    def by_county(self, county: np.ndarray, name: str, counted: str) -> np.ndarray:
        found = np.zeros((12, self.scope.months), dtype=np.int64)
        np.add.at(found, county, self.of(name, counted))
        return found


def residents(census: Census, county: np.ndarray, year: int) -> np.ndarray:
    """Residents of each county at the end of a year, also before the sample."""
    scope = census.scope
    months = census.by_county(county, EVERYONE, "people")
    at = scope.month_of(year, 12)
    if at >= 0:
        return months[:, at]
    return np.rint(months[:, 0] * (1 + YEARLY_CHANGE) ** (at / 12)).astype(np.int64)


def population_sheets(census: Census, county: np.ndarray) -> Iterator[Sheet]:
    """常住与户籍人口 of the two years before the start and of every full year."""
    scope = census.scope
    for year in [scope.start.year - 2, *scope.year_ends()]:
        living = residents(census, county, year)
        rows = np.append(living, living.sum())
        old = census.by_county(county, "aged_65", "people")
        young = census.by_county(county, "child_0_6", "people")
        at = min(max(scope.month_of(year, 12), 0), scope.months - 1)
        old, young = (np.append(x[:, at], x[:, at].sum()) for x in (old, young))
        urban = np.rint(rows * 0.52).astype(np.int64)
        frame = pl.DataFrame({
            "division_code": [*COUNTY_CODES, PREFECTURE],
            "division_name": [*COUNTY_NAMES, "示范市"],
            "year": [date(year, 12, 31)] * 13,
            "residents": rows,
            "registered_residents": np.rint(rows * 1.06).astype(np.int64),
            "urban_residents": urban, "rural_residents": rows - urban,
            "aged_65_residents": old, "child_0_6_residents": young,
        })  # fmt: skip
        sent = datetime(year + 1, 2, 20, 9, tzinfo=UTC)
        yield Sheet("resident_population", PREFECTURE, str(year), frame, sent)


def insured_sheets(census: Census, fmt: str) -> Iterator[Sheet]:
    """参保人数: the insurer of the prefecture, by county and scheme."""
    scope = census.scope
    for month in range(scope.months):
        people = census.insured[:, :, month].ravel()
        frame = pl.DataFrame({
            "insu_admdvs": np.repeat(COUNTY_CODES, 2),
            "insutype": ["310", "390"] * 12,
            "month": [scope.first(month)] * 24,
            "insured_people": people,
            "paid_people": people * 97 // 100,
            "assisted_people": people * np.tile([0, 4], 12) // 100,
        })  # fmt: skip
        yield Sheet(
            "insured_population", PREFECTURE, scope.label(month), frame,
            scope.submitted(month, 2, 6, 7), prefecture_form(month // 3, fmt),
        )  # fmt: skip


def key_population_sheets(
    census: Census, county: np.ndarray, fmt: str
) -> Iterator[Sheet]:
    """重点人群数 of every county and group; groups overlap, one row counts once."""
    scope, names = census.scope, KINDS[1:]
    people = [census.by_county(county, name, "people") for name in names]
    managed = [census.by_county(county, name, "managed") for name in names]
    for month in range(scope.months):
        frame = pl.DataFrame({
            "division_code": np.repeat(COUNTY_CODES, len(names)),
            "month": [scope.first(month)] * 12 * len(names),
            "key_group": list(names) * 12,
            "people": np.stack([p[:, month] for p in people], 1).ravel(),
            "managed_people": np.stack([m[:, month] for m in managed], 1).ravel(),
        })  # fmt: skip
        yield Sheet(
            "key_population", PREFECTURE, scope.label(month), frame,
            scope.submitted(month, 3, 9, 8), prefecture_form(month // 3 + 1, fmt),
        )  # fmt: skip
