"""A reader who tries to work out withheld counts from everything that is published.

Every published cell is a variable. What the attacker knows: all cells that are shown,
in any of the publications; all sums over places, tiers, months and terms that hold;
which cells are equal because nothing has changed between readings of geography, tables
and publications. A withheld count is recovered when the equations determine it.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import lsmr

# None: every leaf tier
TIERS = {
    "all": [None, ["primary", "county_hospital", "other"]],
    "primary": [["township", "village"]],
}
# the exact way is for components up to this size
FEW = 250
MONTHS = {"quarter": 3, "year": 12, "rolling_12": 12}
CELLS = """
    select 'measure ' || measure_id as source, division_code, facility_tier, geography,
        'month' as period_type, last_day(month) as period_end, value
    from {database}.core.fct_measures
    union all
    select indicator_id || ' ' || side, division_code, facility_tier, geography,
        period_type, period_end,
        case side when 'numerator' then numerator else denominator end
    from {database}.indicators.fct_indicator_values,
        (values ('numerator'), ('denominator')) as sides(side)
"""

Key = tuple
Equation = list[tuple[Key, float]]


@dataclass
class Attack:
    """All that is known of some publications."""

    truth: dict[Key, float] = field(default_factory=dict)
    shown: dict[Key, float] = field(default_factory=dict)
    equations: list[Equation] = field(default_factory=list)
    same: list[tuple[Key, Key]] = field(default_factory=list)
    stocks: set[str] = field(default_factory=set)

    def add(self, release: int, build: Path, published: Path) -> None:
        """Read one publication, and from its build what is true and what adds up."""
        true = read(build)
        for key, value in read(published).items():
            assert abs(true[key] - value) < 1e-9, f"{key} is not shown as it is"
            self.shown[release, *key] = value
        found = {(release, *key): value for key, value in true.items()}
        self.truth |= found
        terms = terms_of(build)
        with duckdb.connect(build, read_only=True) as con:
            last = con.execute(
                "select measure_id from indicators.dim_measures "
                "where over_time = 'last'"
            ).fetchall()
        self.stocks |= {
            source
            for source, parts in terms.items()
            if {measure for measure, _ in parts} & {name for (name,) in last}
        }
        self.relate(found, terms)

    def relate(self, found: dict[Key, float], terms: dict[str, list]) -> None:
        groups = defaultdict(dict)
        for key in found:
            release, source, place, tier, geography, kind, end = key
            groups["place", release, source, tier, geography, kind, end][place] = key
            groups["tier", release, source, place, geography, kind, end][tier] = key
            groups["time", release, source, place, tier, geography][kind, end] = key
            if source in terms:
                parts = [
                    (
                        (
                            release,
                            f"measure {measure}",
                            place,
                            tier,
                            geography,
                            kind,
                            end,
                        ),
                        weight,
                    )
                    for measure, weight in terms[source]
                ]
                if all(part in found for part, _ in parts):
                    self.try_sum(found, key, parts)
            other = (release, source, place, tier, "now", kind, end)
            self.try_same(found, key, other)
            self.try_same(self.truth, key, (release - 1, *key[1:]))
        for (family, *_), members in groups.items():
            getattr(self, f"relate_{family}")(found, members)

    def relate_place(self, found: dict, members: dict[str, Key]) -> None:
        for place, key in members.items():
            below = [
                k
                for p, k in members.items()
                if len(p) == len(place) + 2 and p.startswith(place)
            ]
            self.try_sum(found, key, [(k, 1.0) for k in below])

    def relate_tier(self, found: dict, members: dict[str, Key]) -> None:
        for whole, sets in TIERS.items():
            for parts in sets:
                chosen = parts or [t for t in members if t not in ("all", "primary")]
                if whole in members:
                    below = [members[t] for t in chosen if t in members]
                    self.try_sum(found, members[whole], [(k, 1.0) for k in below])

    def relate_time(self, found: dict, members: dict[tuple, Key]) -> None:
        for (kind, end), key in members.items():
            if kind == "month":
                continue
            count = MONTHS.get(kind, end.month)
            months = [
                k
                for (other, at), k in members.items()
                if other == "month"
                and 0 <= (end.year - at.year) * 12 + end.month - at.month < count
            ]
            if key[1] in self.stocks:
                self.try_same(found, key, (*key[:5], "month", end))
            else:
                self.try_sum(found, key, [(k, 1.0) for k in months])

    def try_sum(self, found: dict, whole: Key, parts: list[tuple[Key, float]]) -> None:
        total = sum(found[key] * weight for key, weight in parts)
        if parts and abs(found[whole] - total) < 1e-9 * max(1, abs(total)):
            self.equations.append([(whole, -1.0), *parts])

    def try_same(self, found: dict, one: Key, other: Key) -> None:
        if one != other and other in found and self.truth[one] == found[other]:
            self.same.append((one, other))

    def room(self, targets: set[Key]) -> float:
        """What the withheld parts of a known sum add up to, at the least.

        None of them can be larger than that: the bound that one equation gives.
        """
        merged = Merged(self.truth, self.same)
        known = {merged.of(key) for key in self.shown}
        wanted = {merged.of(key) for key in targets}
        least = float("inf")
        for equation in self.equations:
            hidden = [(key, w) for key, w in equation if merged.of(key) not in known]
            if len({w > 0 for _, w in hidden}) == 1 and wanted & {
                merged.of(key) for key, _ in hidden
            }:
                least = min(least, sum(abs(w) * self.truth[key] for key, w in hidden))
        return least

    def recovered(self) -> set[Key]:
        """The cells that are shown nowhere and follow from those that are shown."""
        merged = Merged(self.truth, self.same)
        known = {merged.of(key) for key in self.shown}
        rows, columns, weights, row = [], [], [], 0
        index: dict[Key, int] = {}
        for equation in self.equations:
            open_part = defaultdict(float)
            for key, weight in equation:
                if merged.of(key) not in known:
                    open_part[merged.of(key)] += weight
            for key, weight in open_part.items():
                rows.append(row)
                columns.append(index.setdefault(key, len(index)))
                weights.append(weight)
            row += bool(open_part)
        shape = (row, len(index))
        matrix = csr_array(coo_array((weights, (rows, columns)), shape))
        free = free_columns(matrix)
        found = {key for key, column in index.items() if not free[column]}
        return {
            key
            for key in self.truth
            if key not in self.shown and (merged.of(key) in found | known)
        }


class Merged:
    """Cells that are known to be equal are one variable."""

    def __init__(self, keys: dict[Key, float], same: list[tuple[Key, Key]]) -> None:
        self.parent = {key: key for key in keys}
        for one, other in same:
            self.parent[self.of(one)] = self.of(other)

    def of(self, key: Key) -> Key:
        while self.parent[key] != key:
            self.parent[key] = self.parent[self.parent[key]]
            key = self.parent[key]
        return key


def free_columns(matrix: csr_array) -> np.ndarray:
    """Whether each unknown can still vary: by the null space, after substitution."""
    pattern = csr_array(matrix != 0).astype(np.int32)
    free = np.ones(matrix.shape[1], bool)
    while True:
        alone = pattern @ free.astype(np.int32) == 1
        solved = (pattern.T @ alone.astype(np.int32) > 0) & free
        if not solved.any():
            break
        free &= ~solved
    left = np.flatnonzero(free)
    _, label = connected_components(
        pattern[:, left].T @ pattern[:, left], directed=False
    )
    for component in range(label.max(initial=-1) + 1):
        columns = left[label == component]
        part = matrix[:, columns]
        part = part[np.diff(part.indptr) > 0]
        if part.size:
            free[columns[is_determined(part)]] = False
    return free


def is_determined(part: csr_array) -> np.ndarray:
    """The columns whose unit vectors lie in the row space."""
    if part.shape[1] > FEW:
        start = np.random.default_rng(7).normal(size=(3, part.shape[1]))
        left = [
            g - lsmr(part, part @ g, atol=1e-13, btol=1e-13, maxiter=9999)[0]
            for g in start
        ]
        return np.abs(left).max(axis=0) < 1e-7
    _, sizes, basis = np.linalg.svd(part.toarray(), full_matrices=False)
    return (basis[sizes > 1e-9] ** 2).sum(axis=0) > 1 - 1e-7


def read(path: Path) -> dict[Key, float]:
    with duckdb.connect(path, read_only=True) as con:
        database = con.execute("select current_database()").fetchall()[0][0]
        rows = con.execute(CELLS.format(database=database)).fetchall()
    return {tuple(key): value for *key, value in rows if value is not None}


def terms_of(build: Path) -> dict[str, list[tuple[str, float]]]:
    found = defaultdict(list)
    with duckdb.connect(build, read_only=True) as con:
        for indicator, side, measure, weight in con.execute(
            "select indicator_id, side, measure_id, weight "
            "from indicators.dim_indicator_terms"
        ).fetchall():
            found[f"{indicator} {side}"].append((measure, weight))
    found["measure encounters"] = [("insured_visits", 1.0), ("stays", 1.0)]
    return found
