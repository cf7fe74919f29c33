"""Family-doctor signings: one-year agreements, renewed before they end.

Whoever has once signed stays signed until death or move, so the number in force
follows the county's rate exactly; renewals come up to twenty days early, and some
people therefore stand twice in a calendar year.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from demo.sample import groups
from demo.sample.files import Sheet
from demo.sample.forms import form
from demo.sample.people import People, days, month_at
from demo.sample.settlements import dated, kept, one_of
from demo.sample.world import ALWAYS, COUNTY_CODES, World

KEY_BONUS = 0.12  # key groups sign more, by this much
YEARLY_RISE = 0.015
TERM = 364  # days after the signing on which an agreement still holds
HIGHEST = 0.97


@dataclass(frozen=True)
class Signed:
    """Who of a county signs, with whom, and from which month on."""

    world: World
    people: People
    windows: groups.Windows

    @cached_property
    def ids(self) -> np.ndarray:
        return np.arange(len(self.people)) + self.people.county * 100_000_000

    @cached_property
    def rate(self) -> np.ndarray:
        """The county's rate by month of the sample; it never falls."""
        scope, county = self.world.scope, self.people.county
        base = scope.rng("signing rate").uniform(0.50, 0.66, 12)[county]
        months = np.arange(scope.months)
        done = self.world.reform.done("signing_rate")[county, scope.before :]
        return np.minimum(base + YEARLY_RISE * months / 12 + done, HIGHEST)

    @cached_property
    def first_month(self) -> np.ndarray:
        """The month of the first signing; -1 before the start, ALWAYS for never."""
        is_key = groups.belongs_to_any(self.windows, 0)
        will = self.world.scope.uniform("signs", self.ids) - KEY_BONUS * is_key
        month = np.searchsorted(self.rate, will, side="right")
        month = np.where(month >= len(self.rate), ALWAYS, month)
        month = np.where(month == 0, -1, month)
        born = (month < ALWAYS) & (month <= self.people.entry)
        month = np.where(born, self.people.entry + 1, month)
        return np.where(month < self.people.leave, month, ALWAYS)

    def in_force(self, month: int) -> np.ndarray:
        return (self.first_month <= month) & (month < self.people.leave)

    @cached_property
    def home(self) -> np.ndarray:
        """The facility that serves each person, by the facilities' weight."""
        homes = self.world.homes[self.people.county]
        weight = np.cumsum(self.world.weight[homes])
        chance = self.world.scope.uniform("home", self.ids) * weight[-1]
        return homes[np.minimum(np.searchsorted(weight, chance), len(homes) - 1)]

    def served_by(self, person: np.ndarray, month: np.ndarray | int) -> np.ndarray:
        """The facility that served these people in a month: after a merger the heir."""
        facilities = self.world.facilities
        merged = np.array(
            [f.closed if f.successor >= 0 else ALWAYS for f in facilities]
        )
        heirs = np.array([f.successor for f in facilities])
        home = self.home[person]
        return np.where(merged[home] <= month, heirs[home], home)

    @cached_property
    def first_day(self) -> np.ndarray:
        """The day of the first signing (since 1970)."""
        scope = self.world.scope
        chance = scope.uniform("signing day", self.ids)
        starts = np.array([days(scope.first(m)) for m in range(scope.months + 2)])
        lengths = np.diff(starts)
        at = np.clip(self.first_month, 0, scope.months)
        inside = starts[at] + (chance * lengths[at]).astype(np.int64)
        # agreements in force at the start were signed in the year before
        return np.where(
            self.first_month < 0,
            starts[0] - 1 - (chance * TERM).astype(np.int64),
            inside,
        )

    def register(self) -> pl.DataFrame:
        """Every signing as numbers: person, day, month of the file, end."""
        scope = self.world.scope
        early = (scope.uniform("early", self.ids) * 21).astype(np.int64)
        end = days(scope.last(scope.months - 1))
        gone = self.left_on()
        rounds = []
        for again in range(scope.months // 11 + 3):
            day = self.first_day + again * (TERM + 1 - early)
            who = np.flatnonzero(
                (self.first_month < ALWAYS) & (day <= end) & (day < gone)
            )
            rounds.append(pl.DataFrame({
                "person": who, "day": day[who], "again": np.full(len(who), again),
                "gone": gone[who],
            }))  # fmt: skip
        return pl.concat(rounds).sort("day", "person")

    def left_on(self) -> np.ndarray:
        """The day of death or move; far away for those who stay."""
        scope = self.world.scope
        starts = np.array([days(scope.first(m)) for m in range(scope.months)])
        leaves = self.people.leave < scope.months
        at = np.where(leaves, self.people.leave, 0)
        day = starts[at] + (scope.uniform("leaves", self.ids) * 28).astype(np.int64)
        return np.where(leaves, day, 10**6)


def signing_sheets(signed: Signed, fmt: str) -> Iterator[Sheet]:
    """A file a month; the first one holds what was signed in the year before.

    An agreement that ends early is sent again with its end.
    """
    scope, county = signed.world.scope, signed.people.county
    register = signed.register()
    starts = [days(scope.first(m)) for m in range(scope.months + 1)]
    broken_off = register["day"] + TERM >= register["gone"]
    for month in range(scope.months):
        low, high = starts[month], starts[month + 1]
        signs = register["day"] < high
        if month:
            signs &= register["day"] >= low
        ends = broken_off & (register["gone"] >= low)
        ends &= register["gone"] < high
        rows = register.filter(signs | ends)
        yield Sheet(
            "signing", COUNTY_CODES[county], scope.label(month),
            printed(signed, rows, month, rows["gone"].to_numpy() < high),
            scope.submitted(month, 2, 8, 6, county), form("signing", county, fmt),
        )  # fmt: skip


def printed(
    signed: Signed, rows: pl.DataFrame, month: int, has_left: np.ndarray
) -> pl.DataFrame:
    """The rows as the register exports them."""
    world, people = signed.world, signed.people
    person, day = rows["person"].to_numpy(), rows["day"].to_numpy()
    facility = signed.served_by(person, month_at(world.scope, day))
    group = groups.named(signed.windows, month)[person]
    gone = rows["gone"].to_numpy()
    is_broken_off = day + TERM >= gone
    return pl.DataFrame({
        "facility_code": one_of([f.code for f in world.facilities], facility),
        "facility_name": one_of([f.name for f in world.facilities], facility),
        "division_code": [COUNTY_CODES[people.county]] * len(rows),
        "team_id": one_of(
            [f"T{f.index + 1:05d}-{n}" for f in world.facilities for n in range(4)],
            facility * 4 + person % 4,
        ),
        "certno": people.certno.gather(person),
        "person_name": people.name.gather(person),
        "doctor_name": one_of([f"合成医生{n:02d}" for n in range(20)], person % 20),
        "phone": ["00000000000"] * len(rows),
        "address": ["合成地址"] * len(rows),
        "is_resident": people.is_resident[person],
        "signed_on": dated(day),
        "valid_to": dated(day + TERM),
        "ended_on": kept(dated(gone % 10**5), has_left & is_broken_off),
        "is_renewal": rows["again"] > 0,
        "is_key_group": group < len(groups.GROUPS),
        "key_group": one_of([*groups.GROUPS, "not_key_group"], group),
        "service_package": one_of(["基础包", "慢病包", "综合包"], person % 3),
    })  # fmt: skip
