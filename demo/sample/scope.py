"""What a sample covers, its calendar, and where its chance comes from.

Chance is counter-based: every draw has a generator of its own, named by seed,
stream and ids, so no draw depends on another, on threads or on order.
"""

import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

import numpy as np

SPRING_FESTIVALS = (
    date(2018, 2, 16), date(2019, 2, 5), date(2020, 1, 25), date(2021, 2, 12),
    date(2022, 2, 1), date(2023, 1, 22), date(2024, 2, 10), date(2025, 1, 29),
    date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26), date(2029, 2, 13),
)  # fmt: skip
FESTIVAL_DAYS = range(-3, 12)
FESTIVAL_LOSS = 0.40
WEEKEND_LOSS = 0.25
# of an average month, January to December: winter coughs, quiet late summer
SEASON = (1.04, 0.98, 1.05, 1.02, 1.01, 0.98, 0.98, 0.97, 0.97, 0.99, 1.00, 1.01)
YEARLY_GROWTH = 0.03
OFFSET = 1_000  # seeds must not be negative, months before the start are


class SampleError(ValueError):
    """Such a sample cannot be made; the message says why."""


@dataclass(frozen=True)
class Scope:
    """Seed, scale (1 is 4.6 million residents), months, and the first month.

    Months are numbered from 0; those before the start have negative numbers and
    only feed the annual reports of the year before.
    """

    seed: int
    scale: float
    months: int
    start: date

    @cached_property
    def before(self) -> int:
        """Months before the start, back to January of the year before."""
        return 11 + self.start.month

    @property
    def span(self) -> range:
        return range(-self.before, self.months)

    def first(self, month: int) -> date:
        at = self.start.year * 12 + self.start.month - 1 + month
        return date(at // 12, at % 12 + 1, 1)

    def last(self, month: int) -> date:
        return self.first(month + 1) - timedelta(1)

    def days(self, month: int) -> int:
        return self.last(month).day

    def label(self, month: int) -> str:
        return f"{self.first(month):%Y-%m}"

    def month_of(self, year: int, month: int) -> int:
        return (year - self.start.year) * 12 + month - self.start.month

    def full_years(self, since: int) -> list[int]:
        """Calendar years of twelve months from month number `since` on."""
        years = range(self.start.year - 1, self.first(self.months).year)
        return [y for y in years if self.month_of(y, 1) >= since]

    def year_ends(self) -> list[int]:
        """Years whose December is reported, and the year before the start."""
        years = range(self.start.year, self.first(self.months).year + 1)
        ends = [y for y in years if 0 <= self.month_of(y, 12) < self.months]
        return [self.start.year - 1, *ends]

    def demand(self, month: int) -> float:
        """Visits against an average month of the first year: season, feast, growth."""
        season = SEASON[self.first(month).month - 1]
        weights = day_weights(self.first(month), self.days(month))
        return season * float(weights.mean()) / 0.93 * self.growth(month)

    def growth(self, month: int) -> float:
        return (1 + YEARLY_GROWTH) ** (month / 12)

    def rng(self, stream: str, *ids: int) -> np.random.Generator:
        """The generator of one draw, named by stream and ids."""
        key = [self.seed, zlib.crc32(stream.encode()), *(i + OFFSET for i in ids)]
        return np.random.Generator(np.random.Philox(np.random.SeedSequence(key)))

    def uniform(self, stream: str, ids: np.ndarray) -> np.ndarray:
        """One number in [0, 1) for each id, by a hash (splitmix64)."""
        key = zlib.crc32(stream.encode()) * 0x1_0000_0001 ^ self.seed * 0x9E3779B1
        x = ids.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        x += np.uint64(key & 0xFFFF_FFFF_FFFF_FFFF)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        x ^= x >> np.uint64(31)
        return (x >> np.uint64(11)) * 2.0**-53

    def submitted(self, month: int, first_day: int, last_day: int, *ids: int):
        """When a report of a month arrives: a working hour of the month after."""
        rng = self.rng("submitted", month, *ids)
        day = int(rng.integers(first_day, last_day + 1))
        seconds = int(rng.integers(8 * 3600, 18 * 3600))
        at = self.first(month + 1) + timedelta(day - 1)
        return datetime(at.year, at.month, at.day, tzinfo=UTC) + timedelta(
            seconds=seconds
        )


def day_weights(first: date, days: int) -> np.ndarray:
    """How busy each day of a month is; an ordinary working day is 1."""
    found = np.ones(days)
    for at in range(days):
        day = first + timedelta(at)
        if day.weekday() >= 5:
            found[at] -= WEEKEND_LOSS
        if any((day - feast).days in FESTIVAL_DAYS for feast in SPRING_FESTIVALS):
            found[at] -= FESTIVAL_LOSS
    return found
