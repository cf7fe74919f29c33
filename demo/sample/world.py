"""The made-up prefecture 示范市: counties, facilities, and what happens to them."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from demo.sample import kinds, reform
from demo.sample.kinds import KINDS, NAMES
from demo.sample.scope import SampleError, Scope

PREFECTURE = "9901"
STEMS = "甲乙丙丁戊己庚辛壬癸子丑"
COUNTY_NAMES = tuple(f"示范{s}{'区' if s == '甲' else '县'}" for s in STEMS)
COUNTY_CODES = tuple(f"{PREFECTURE}{at:02d}" for at in range(1, 13))
SHARES = (0.13, 0.12, 0.11, 0.10, 0.095, 0.09, 0.08, 0.07, 0.065, 0.06, 0.045, 0.035)
AWAY_AREAS = ("990201", "990202")
AWAY_HOSPITALS = tuple(
    (f"H{AWAY_AREAS[at % 2]}{at:05d}", f"示范外市第{at}医院") for at in range(1, 7)
)
ALWAYS = 10_000  # a month that never comes


@dataclass(frozen=True)
class Facility:
    """One facility; `opened` and `closed` are month numbers, `closed` is exclusive."""

    index: int
    county: int
    kind: str
    name: str
    code: str
    insurer_code: str
    weight: float
    founded: date
    parent: int = -1
    opened: int = -ALWAYS
    closed: int = ALWAYS
    upgraded: int = ALWAYS
    successor: int = -1
    is_mapped: bool = True

    def class_code(self, month: int) -> str:
        return "C210" if month >= self.upgraded else KINDS[self.kind].class_code


@dataclass(frozen=True)
class World:
    """Everything that does not depend on people or claims."""

    scope: Scope
    reform: reform.Reform
    facilities: list[Facility]

    @cached_property
    def county(self) -> np.ndarray:
        return np.array([f.county for f in self.facilities])

    @cached_property
    def kind(self) -> np.ndarray:
        """The kind of each facility, as its place in `kinds.NAMES`."""
        return np.array([NAMES.index(f.kind) for f in self.facilities])

    @cached_property
    def weight(self) -> np.ndarray:
        return np.array([f.weight for f in self.facilities])

    def of(self, *names: str) -> np.ndarray:
        """Which facilities are of these kinds."""
        return np.isin(self.kind, kinds.number(*names))

    @cached_property
    def active(self) -> np.ndarray:
        """Which facilities work in which month of the span."""
        months = np.array(self.scope.span)
        opened = np.array([f.opened for f in self.facilities])[:, None]
        closed = np.array([f.closed for f in self.facilities])[:, None]
        return (months >= opened) & (months < closed)

    def column(self, month: int) -> int:
        """Where a month stands in the arrays over the span."""
        return month + self.scope.before

    def heir(self, index: int, month: int) -> int:
        """The facility, or the one that took it over before this month."""
        facility = self.facilities[index]
        gone = month >= facility.closed and facility.successor >= 0
        return facility.successor if gone else index

    @cached_property
    def homes(self) -> list[np.ndarray]:
        """The township and community facilities of each county that serve people."""
        served = self.of(*kinds.PARENTS) & self.active[:, 0]
        return [np.flatnonzero(served & (self.county == c)) for c in range(12)]


def build(scope: Scope) -> World:
    """Make the prefecture: the same for the same scope, whatever else is made."""
    facilities: list[Facility] = []
    for county in range(12):
        for kind in NAMES:
            for number in range(count(kind, county, scope.scale)):
                facilities.append(founded(scope, len(facilities), county, kind, number))
        if county == 2:
            new = founded(scope, len(facilities), county, "community", 900)
            facilities.append(replace(new, opened=max(1, scope.months // 3)))
    facilities = with_parents(scope, facilities)
    return World(scope, reform.plan(scope), happened(scope, facilities))


def count(kind: str, county: int, scale: float) -> int:
    """Facilities of a kind in a county: fewer at small scale, but less so than people.

    The number follows the square root of the scale.
    """
    one = KINDS[kind]
    if kind == "city_hospital":
        return max(one.minimum, round(one.count * scale**0.5)) if county == 0 else 0
    if one.count <= 13:
        return 1
    return max(one.minimum, round(one.count * SHARES[county] * scale**0.5))


def founded(scope: Scope, index: int, county: int, kind: str, number: int) -> Facility:
    rng = scope.rng("facility", county, NAMES.index(kind), number)
    one = KINDS[kind]
    insurer = f"H{COUNTY_CODES[county]}{NAMES.index(kind) + 1:02d}{number % 1000:03d}"
    if number >= 1000:
        raise SampleError(f"more than 1000 facilities of kind {kind} in a county")
    management = "2" if kind in ("private_hospital", "clinic") else "1"
    return Facility(
        index=index,
        county=county,
        kind=kind,
        name=named(county, kind, number),
        # organisation 9, area 6, economic type 2, class 4, management 1
        code=f"SYN{index + 1:06d}{COUNTY_CODES[county]}11{one.class_code}{management}",
        insurer_code=insurer,
        weight=float(rng.lognormal(0, 0.35 if kind in kinds.HOSPITALS else 0.7)),
        founded=date(2010, 1, 1) + timedelta(int(rng.integers(0, 2900))),
    )


def named(county: int, kind: str, number: int) -> str:
    """A name that no real facility has."""
    place, words = COUNTY_NAMES[county], KINDS[kind].zh
    if kind == "city_hospital":
        return f"示范市第{number + 1}{words}"
    if KINDS[kind].count <= 13:
        return f"{place}{words}"
    if kind == "township":
        return f"{place}样例{number + 1:02d}镇{words}"
    return f"{place}样例{number + 1:03d}{words}"


def with_parents(scope: Scope, facilities: list[Facility]) -> list[Facility]:
    """Give village rooms, stations and clinics the facility that reports for them."""
    found = list(facilities)
    for county in range(12):
        ours = [f for f in facilities if f.county == county and f.opened < 0]
        parents = {kind: [f for f in ours if f.kind == kind] for kind in kinds.PARENTS}
        for child in (f for f in ours if f.kind in kinds.CHILDREN):
            above = parents["township" if child.kind == "village" else "community"]
            if child.kind == "clinic":
                above = [*parents["township"], *parents["community"]]
            chance = scope.uniform("parent", np.array([child.index]))[0]
            parent = above[int(chance * len(above))].index
            found[child.index] = replace(child, parent=parent)
    return found


def happened(scope: Scope, facilities: list[Facility]) -> list[Facility]:
    """Openings, closures, two upgrades, one merger, and gaps in the crosswalk."""
    found = [opened_or_closed(scope, f) for f in facilities]
    middle = max(1, scope.months // 2)
    for county in (3, 6):
        first = next(f for f in found if f.county == county and f.kind == "township")
        found[first.index] = replace(first, upgraded=middle)
    heir, merged = [f for f in found if f.county == 4 and f.kind == "township"][:2]
    found[merged.index] = replace(
        merged, closed=max(1, scope.months * 2 // 5), successor=heir.index
    )
    small = min(
        (f for f in found if f.county == 7 and f.kind == "township"),
        key=lambda f: f.weight,
    )
    found[small.index] = replace(small, is_mapped=False)
    return found


def opened_or_closed(scope: Scope, facility: Facility) -> Facility:
    """Village rooms, stations and clinics come and go; a few are not mapped."""
    if facility.kind not in kinds.CHILDREN:
        return facility
    rng = scope.rng("event", facility.index)
    chance, month = rng.random(), int(rng.integers(1, max(2, scope.months)))
    yearly = scope.months / 12
    facility = replace(facility, is_mapped=bool(rng.random() > 0.02))
    if chance < 0.006 * yearly:
        return replace(facility, opened=month)
    if chance < 0.014 * yearly:
        return replace(facility, closed=month)
    return facility
