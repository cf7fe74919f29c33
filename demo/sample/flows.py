"""How many visits and stays to expect, and where the people of a county go.

All numbers are a month's. Arrays over months follow `scope.span`; arrays over
providers list the facilities, then the hospitals outside, then the pharmacies.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from demo.sample import kinds
from demo.sample.world import AWAY_HOSPITALS, SHARES, World

AWAY = len(AWAY_HOSPITALS)
# of those who leave their county: to city hospitals, next counties, outside
VISITS_LEAVE = (0.50, 0.15, 0.35)
STAYS_LEAVE = (0.60, 0.08, 0.32)
SEAT_LEAVE = (0.0, 0.4, 0.6)  # the city's own district


@dataclass(frozen=True)
class Flows:
    """Expected numbers of one world."""

    world: World

    @cached_property
    def demand(self) -> np.ndarray:
        """County × month: season, feast, growth and a county's good and bad months."""
        scope = self.world.scope
        shape = np.array([scope.demand(m) for m in scope.span])
        rng = scope.rng("demand")
        return shape * np.exp(rng.normal(0, 0.015, (12, len(shape))))

    @cached_property
    def usual(self) -> np.ndarray:
        """County × kind: visits of an average month before any reform."""
        scope, known = self.world.scope, self.world.active[:, 0]
        total = kinds.each("visits") * 1e6 / 12 * scope.scale
        visits = np.outer(SHARES, total)
        visits *= np.exp(scope.rng("taste").normal(0, 0.12, visits.shape))
        visits[0, kinds.number("city_hospital")] = total[kinds.number("city_hospital")]
        for at in range(len(kinds.NAMES)):
            there = np.bincount(self.world.county[known & (self.world.kind == at)],
                                minlength=12)  # fmt: skip
            visits[there == 0, at] = 0
        return visits

    @cached_property
    def visits(self) -> np.ndarray:
        """Facility × month: expected visits; the reform moves them to primary care."""
        is_primary = np.isin(np.arange(len(kinds.NAMES)), kinds.number(*kinds.PRIMARY))
        primary = self.usual[:, is_primary].sum(1)
        usual = (primary / self.usual.sum(1))[:, None]
        share = usual + self.world.reform.done("primary_care_visit_share")
        gain = np.where(
            is_primary[:, None, None], share / usual, (1 - share) / (1 - usual)
        )
        county_kind = self.usual.T[:, :, None] * gain * self.demand
        return self.spread(county_kind)

    @cached_property
    def stays(self) -> np.ndarray:
        """Facility × month: expected stays of the insured of the facility's county."""
        total = kinds.each("stays") * 1e3 / 12 * self.world.scope.scale
        county_kind = np.outer(total, SHARES)[:, :, None] * (0.4 + 0.6 * self.demand)
        city = kinds.number("city_hospital")[0]
        county_kind[city] = 0
        county_kind[city, 0] = total[city] * self.demand[0]
        return self.spread(county_kind)

    def spread(self, county_kind: np.ndarray) -> np.ndarray:
        """Share kind × county × month among the facilities that are active."""
        world = self.world
        weight = world.weight[:, None] * world.active
        sums = np.zeros(county_kind.shape)
        np.add.at(sums, (world.kind, world.county), weight)
        whole = sums[world.kind, world.county]
        share = np.divide(weight, whole, out=np.zeros_like(weight), where=whole > 0)
        return share * county_kind[world.kind, world.county]

    @cached_property
    def stay_at_home(self) -> tuple[np.ndarray, np.ndarray]:
        """County × month: the share of visits, and of stays, inside the county."""
        rng, done = (
            self.world.scope.rng("home"),
            self.world.reform.done("county_visit_ratio"),
        )
        visits, stays = rng.uniform(0.83, 0.90, 12), rng.uniform(0.74, 0.83, 12)
        visits[0], stays[0] = 0.97, 0.93
        return visits[:, None] + done, stays[:, None] + done

    def outpatients(self, county: int, month: int) -> np.ndarray:
        """Expected outpatient claims of a county's insured, by provider."""
        at = self.world.column(month)
        claimed = kinds.each("claimed")[self.world.kind] * self.visits[:, at]
        home = self.stay_at_home[0][county, at]
        return self.directed(county, at, claimed, home, VISITS_LEAVE)

    def inpatients(self, county: int, month: int) -> np.ndarray:
        """Expected stays of a county's insured, by provider."""
        at = self.world.column(month)
        home = self.stay_at_home[1][county, at]
        return self.directed(county, at, self.stays[:, at], home, STAYS_LEAVE)

    def directed(
        self, county: int, at: int, inside: np.ndarray, home: float, leave: tuple
    ) -> np.ndarray:
        """Keep a share at home and send the rest to city, neighbours and outside."""
        world = self.world
        inside = np.where(world.county == county, inside, 0.0)
        away = inside.sum() * (1 - home) / home
        city, near, outside = SEAT_LEAVE if county == 0 else leave
        neighbours = [(county + 1) % 12, (county + 11) % 12]
        found = inside
        found = found + away * city * self.part(world.of("city_hospital"), at)
        next_door = world.of("county_hospital") & np.isin(world.county, neighbours)
        found = found + away * near * self.part(next_door, at)
        return np.concatenate([found, np.full(AWAY, away * outside / AWAY)])

    def part(self, chosen: np.ndarray, at: int) -> np.ndarray:
        """How a flow is shared among chosen facilities: by their expected visits."""
        weight = np.where(chosen, self.visits[:, at], 0.0)
        return weight / weight.sum()

    def pharmacy_count(self, county: int) -> int:
        return max(
            2, round(kinds.PHARMACIES * SHARES[county] * self.world.scope.scale**0.5)
        )

    def purchases(self, county: int, month: int) -> np.ndarray:
        """Expected purchases at each pharmacy of the county."""
        total = kinds.PHARMACY_PURCHASES * 1e6 / 12 * self.world.scope.scale
        total *= SHARES[county] * self.demand[county, self.world.column(month)]
        many = self.pharmacy_count(county)
        return np.full(many, total / many)

    @cached_property
    def claims(self) -> np.ndarray:
        """Facility × month: expected outpatient claims of all counties' insured."""
        found = np.zeros(self.visits.shape)
        for month in range(self.world.scope.months):
            column = found[:, self.world.column(month)]
            for county in range(12):
                column += self.outpatients(county, month)[: len(column)]
        return found
