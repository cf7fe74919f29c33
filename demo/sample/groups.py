"""Key groups: who belongs to which, from which month to which."""

import numpy as np

from demo.sample.people import People, days, month_at
from demo.sample.scope import Scope
from demo.sample.world import ALWAYS

# the order is that in which a person's group is named when there are several
GROUPS = (
    "maternal", "child_0_6", "tuberculosis", "mental_disorder", "aged_65",
    "hypertension", "diabetes", "disabled", "poverty_relieved", "special_family",
)  # fmt: skip
# share of adults of 35 and over, or of everyone
SHARES = {
    "hypertension": 0.30, "diabetes": 0.10, "tuberculosis": 0.0008,
    "mental_disorder": 0.0045, "disabled": 0.025, "poverty_relieved": 0.05,
    "special_family": 0.002,
}  # fmt: skip
ADULT = ("hypertension", "diabetes")
NEW = 0.03  # share of patients who are found each year of the sample
MATERNAL_MONTHS, MATERNAL_YEARLY = 16, 0.07
MANAGED = 0.74
YEAR = 365.25

Windows = dict[str, tuple[np.ndarray, np.ndarray]]


def windows(scope: Scope, people: People) -> Windows:
    """First month and month after the last of each person in each group."""
    rng = scope.rng("groups", people.county)
    never = np.full(len(people), ALWAYS)
    found = {
        "aged_65": (month_at(scope, people.birth + int(65 * YEAR)) + 1, never),
        "child_0_6": (people.entry, month_at(scope, people.birth + int(7 * YEAR))),
        "maternal": maternal(scope, people, rng),
    }
    age = (days(scope.first(0)) - people.birth) / YEAR
    for name, share in SHARES.items():
        has = rng.random(len(people)) < share
        if name in ADULT:
            has &= age >= 35
        is_new = rng.random(len(people)) < NEW * scope.months / 12
        found_in = np.where(is_new, rng.integers(0, scope.months, len(people)), -ALWAYS)
        start = np.maximum(found_in, people.entry)
        found[name] = (np.where(has, start, ALWAYS), never)
    return {name: found[name] for name in GROUPS}


def maternal(
    scope: Scope, people: People, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Expectant and new mothers: sixteen months, some women of 20 to 40."""
    age = (days(scope.first(0)) - people.birth) / YEAR
    range_of = scope.months + MATERNAL_MONTHS
    has = rng.random(len(people)) < min(0.9, MATERNAL_YEARLY * range_of / 12)
    has &= ~people.is_male & (age >= 20) & (age < 40)
    start = rng.integers(-MATERNAL_MONTHS, scope.months, len(people))
    start = np.where(has, start, ALWAYS)
    return start, start + MATERNAL_MONTHS


def belongs(found: Windows, group: str, month: int) -> np.ndarray:
    start, end = found[group]
    return (start <= month) & (month < end)


def belongs_to_any(found: Windows, month: int) -> np.ndarray:
    return np.logical_or.reduce([belongs(found, group, month) for group in GROUPS])


def named(found: Windows, month: int) -> np.ndarray:
    """The one group that a register names: a place in `GROUPS`, or after them."""
    at = np.full(len(found["aged_65"][0]), len(GROUPS))
    for place in reversed(range(len(GROUPS))):
        at[belongs(found, GROUPS[place], month)] = place
    return at
