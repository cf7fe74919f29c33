"""The reform: which county starts which component when, and what it truly does.

Effects are part of the process that makes the data, so an evaluation can be
held against them. Some counties never start.
"""

from dataclasses import dataclass

import numpy as np

from demo.sample.scope import Scope

COUNTIES = 12
# the share of the months after which a cohort starts, and its counties
COHORTS = ((0.25, (1, 2, 6)), (0.42, (3, 4, 9)), (0.58, (7, 10)))


@dataclass(frozen=True)
class Effect:
    """What a component does, in full after `ramp_months`.

    `size` is in points (percentage points) or, for `relative`, in per cent.
    """

    component: str
    months_after_start: int
    indicator: str
    size: float
    unit: str
    ramp_months: int
    zh: str


EFFECTS = (
    Effect("resource_integration", 0, "county_visit_ratio", 4.0, "points", 12,
           "县域内就诊率（门诊与住院）提高4个百分点"),
    Effect("primary_capacity", 0, "primary_care_visit_share", 6.0, "points", 18,
           "基层诊疗人次占比提高6个百分点"),
    Effect("insurance_payment", 1, "cost_per_stay", -5.0, "relative", 6,
           "县内机构次均住院费用降低5%"),
    Effect("service_prices", 1, "drug_share", -4.0, "points", 6,
           "药占比降低4个百分点"),
    Effect("family_doctor", 0, "signing_rate", 8.0, "points", 12,
           "常住人口签约率提高8个百分点"),
    Effect("tiered_care", 2, "downward_referral_share", 2.0, "points", 12,
           "下转出院占比提高2个百分点"),
)  # fmt: skip


@dataclass(frozen=True)
class Reform:
    """Start month of each county, None where the reform never starts."""

    scope: Scope
    starts: tuple[int | None, ...]

    def begin(self, effect: Effect, county: int) -> int | None:
        """The month in which a component starts, if within the sample."""
        start = self.starts[county]
        if start is None or start + effect.months_after_start >= self.scope.months:
            return None
        return start + effect.months_after_start

    def done(self, indicator: str) -> np.ndarray:
        """The effect on an indicator, county × month of the span, as a ratio."""
        effect = next(e for e in EFFECTS if e.indicator == indicator)
        months = np.array(self.scope.span)
        found = np.zeros((COUNTIES, len(months)))
        for county in range(COUNTIES):
            begin = self.begin(effect, county)
            if begin is not None:
                share = (months - begin + 1) / effect.ramp_months
                found[county] = effect.size / 100 * np.clip(share, 0, 1)
        return found


def plan(scope: Scope) -> Reform:
    """The start of every county, at fixed shares of the sample's months."""
    starts: list[int | None] = [None] * COUNTIES
    for share, counties in COHORTS:
        for county in counties:
            starts[county] = max(1, round(share * scope.months))
    return Reform(scope, tuple(starts))
