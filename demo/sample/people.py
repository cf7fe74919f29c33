"""The people of a county: residents, and those registered there who live elsewhere.

Nobody is real: names are 合成 with a number, identity numbers carry an area code
that is not assigned and end in X whatever their digits.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from demo.sample import kinds
from demo.sample.scope import Scope
from demo.sample.world import ALWAYS, COUNTY_CODES, SHARES, STEMS

# from age, to age, share
AGES = ((0, 7, 0.065), (7, 18, 0.12), (18, 45, 0.35), (45, 65, 0.305),
        (65, 75, 0.105), (75, 96, 0.055))  # fmt: skip
ELSEWHERE = 0.06
BIRTHS = 0.008  # a year
EXITS = 0.009  # deaths and moves a year
INSURED, EMPLOYED = 0.955, 0.22
EPOCH = np.datetime64("1970-01-01", "D")


@dataclass(frozen=True)
class People:
    """Columns over the people of one county, and who is insured, oldest first.

    `birth` in days since 1970; `entry` and `leave` are months: alive and here in
    month m when entry ≤ m < leave.
    """

    county: int
    birth: np.ndarray
    is_male: np.ndarray
    is_resident: np.ndarray
    is_employee: np.ndarray
    entry: np.ndarray
    leave: np.ndarray
    is_insured: np.ndarray
    insured: np.ndarray
    certno: pl.Series
    psn_no: pl.Series
    name: pl.Series

    def __len__(self) -> int:
        return len(self.birth)

    def here(self, month: int) -> np.ndarray:
        return (self.entry <= month) & (month < self.leave)

    def age(self, chosen: np.ndarray, day: np.ndarray | int) -> np.ndarray:
        """Age in years on a day (since 1970)."""
        return np.maximum((day - self.birth[chosen]) // 365.25, 0).astype(np.int64)


def settle(scope: Scope, county: int) -> People:
    """Make the people of a county: at least 200, so that every rate exists."""
    residents = max(200, round(kinds.RESIDENTS * SHARES[county] * scope.scale))
    born = round(residents * BIRTHS * scope.months / 12)
    number = residents + round(residents * ELSEWHERE) + born
    ids = np.arange(number) + county * 100_000_000
    rng = scope.rng("people", county)
    today = days(scope.first(0))
    birth = today - aged(rng, number)
    birth[number - born :] = today + rng.integers(0, span_days(scope), born)
    is_male = rng.random(number) < 0.51
    is_resident = np.arange(number) < residents
    is_resident[number - born :] = True
    entry = month_at(scope, birth)
    is_insured = (scope.uniform("insured", ids) < INSURED) & (entry < 0)
    leave = departures(scope, rng, birth, number)
    insured = np.flatnonzero(is_insured)
    age_order = np.argsort(birth[insured], kind="stable")
    is_employee = (scope.uniform("employed", ids) < EMPLOYED) & (birth < today - 6570)
    return People(
        county, birth, is_male, is_resident, is_employee, entry, leave, is_insured,
        insured[age_order], *papers(county, birth, is_male),
    )  # fmt: skip


def days(day) -> int:
    return int((np.datetime64(day, "D") - EPOCH).astype(int))


def span_days(scope: Scope) -> int:
    return (scope.last(scope.months - 1) - scope.first(0)).days + 1


def aged(rng: np.random.Generator, number: int) -> np.ndarray:
    """Ages in days."""
    group = rng.choice(len(AGES), number, p=[share for *_, share in AGES])
    low, high = np.array([a[0] for a in AGES]), np.array([a[1] for a in AGES])
    years = low[group] + rng.random(number) * (high - low)[group]
    return (years * 365.25).astype(np.int64) + 1


def month_at(scope: Scope, day: np.ndarray) -> np.ndarray:
    """The month number of a day (since 1970)."""
    month = (day.astype("datetime64[D]")).astype("datetime64[M]").astype(np.int64)
    start = (scope.start.year - 1970) * 12 + scope.start.month - 1
    return month - start


def departures(
    scope: Scope, rng: np.random.Generator, birth: np.ndarray, number: int
) -> np.ndarray:
    """The month in which a person dies or moves away; the old more often."""
    age = (days(scope.first(0)) - birth) / 365.25
    yearly = np.where(age < 0, 0, EXITS * np.where(age > 65, 3.5, 0.5))
    goes = rng.random(number) < yearly * scope.months / 12
    month = rng.integers(0, scope.months, number)
    return np.where(goes, month, ALWAYS)


def papers(
    county: int, birth: np.ndarray, is_male: np.ndarray
) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Identity numbers, insurance numbers and names, all visibly made up."""
    area = COUNTY_CODES[county]
    people = pl.DataFrame(
        {
            "day": pl.Series(birth.astype(np.int32)).cast(pl.Date),
            "serial": within_day(birth) * 2 + is_male,
            "at": np.arange(1, len(birth) + 1),
        }
    )
    day = pl.col("day")
    digits = (day.dt.year() * 100 + day.dt.month()) * 100 + day.dt.day()
    made = people.select(
        certno=pl.concat_str(
            pl.lit(area), digits.cast(str), padded("serial", 3), pl.lit("X")
        ),
        psn_no=pl.concat_str(pl.lit(area), padded("at", 8)),
        name=pl.concat_str(pl.lit(f"合成{STEMS[county]}"), padded("at", 5)),
    )
    return made["certno"], made["psn_no"], made["name"]


def padded(column: str, width: int) -> pl.Expr:
    return pl.col(column).cast(str).str.zfill(width)


def within_day(birth: np.ndarray) -> np.ndarray:
    """A running number among those who are born on the same day."""
    order = np.argsort(birth, kind="stable")
    ordered = birth[order]
    first = np.searchsorted(ordered, ordered)
    found = np.empty(len(birth), dtype=np.int64)
    found[order] = np.arange(len(birth)) - first
    return found
