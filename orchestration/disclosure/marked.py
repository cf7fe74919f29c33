"""What holds in one period: cells, what readers know of them, and which sums hold.

A month without a row is one of nobody, and readers can see that it has none. So what is
withheld of a series can follow in such a month and in no other; each period is looked
at by itself besides all of them together.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import duckdb
import numpy as np
from scipy.sparse import csr_array

from orchestration.disclosure.attack import NOTHING, System

# months of a period by class
SPANS = {0: 1, 1: 3, 2: 12}
MARKED = """
    select node, class, period_type = 'month' as is_month,
        year(period_end) * 12 + month(period_end) as at, is_small, is_known, value
    from marked where period_type in ('month', 'quarter', 'year')
"""
STOCKS = """
    select node from nodes semi join (from cells where not is_flow) using (quantity)
"""


@dataclass(frozen=True)
class Period:
    """A system of equations with what must not be recovered and what is known."""

    system: System
    small: np.ndarray
    known: np.ndarray
    # the month with which it ends, counted from the first; None for all together
    end: int | None = None


class Marked:
    """The marked cells by node and month, and the relations that hold in each month."""

    def __init__(self, con: duckdb.DuckDBPyConnection, relations: csr_array) -> None:
        self.relations, self.count = relations, relations.shape[1]
        cells = arrays(con.execute(MARKED))
        self.first = int(cells["at"].min(initial=9999 * 12))
        months = {name: found[cells["is_month"]] for name, found in cells.items()}
        shape = (self.count, max(0, int(cells["at"].max(initial=0)) - self.first + 1))
        values, self.has_row = np.zeros(shape), np.zeros(shape, bool)
        at = months["at"] - self.first
        values[months["node"], at] = months["value"]
        self.has_row[months["node"], at] = True
        self.pattern = csr_array(abs(relations).sign())
        size = np.maximum(1, abs(relations) @ np.abs(values))
        self.is_stock = np.zeros(self.count, bool)
        self.is_stock[arrays(con.execute(STOCKS))["node"]] = True
        self.is_stock_sum = self.pattern @ self.is_stock.astype(float) > 0
        self.is_told = self.pattern @ self.has_row.astype(float) > 0
        self.holds = np.abs(relations @ values) <= NOTHING * size
        self.by_class = parted(cells, cells["class"])
        self.made: dict[int, list[Period]] = {}
        # cells that readers can tell; at first what they know from before
        self.has_cell = {level: np.zeros(shape, bool) for level in SPANS}
        self.told = {level: np.zeros(shape, bool) for level in SPANS}
        for level, inside in self.by_class.items():
            at = inside["at"] - self.first
            self.has_cell[level][inside["node"], at] = True
            self.told[level][inside["node"], at] = inside["is_known"]

    def periods(self, level: int) -> list[Period]:
        """All periods of a class as one, and each by itself."""
        if level not in self.made:
            cells = self.by_class.get(level, {})
            self.made[level] = [self.whole(cells)] if cells else []
            for end, found in parted(cells, cells["at"]).items() if cells else ():
                self.made[level].append(self.apart(level, end, found))
        return self.made[level]

    def whole(self, cells: dict[str, np.ndarray]) -> Period:
        """All periods: what is small in any, and nothing is known."""
        found = self.period(cells, self.relations, 12)
        return Period(found.system, found.small, np.zeros(self.count, bool))

    def within(self, of_months: np.ndarray, span: slice, is_stock: np.ndarray) -> Any:
        """Of some months those that speak for a period: of a stock the last alone."""
        found = of_months[:, span].copy()
        found[is_stock, :-1] = False
        return found

    def apart(self, level: int, end: int, cells: dict[str, np.ndarray]) -> Period:
        """One period: what has no row is known to be nothing."""
        last = end - self.first + 1
        span = slice(max(0, last - SPANS[level]), last)
        told = self.within(self.is_told, span, self.is_stock_sum)
        holding = (self.holds[:, span] | ~told).all(axis=1) & told.any(axis=1)
        found = self.period(cells, csr_array(self.relations[holding]), 1)
        present = self.within(self.has_row, span, self.is_stock).any(axis=1)
        present[cells["node"]] = True
        absent = ~present & (self.pattern.T @ holding.astype(float) > 0)
        return Period(found.system, found.small, found.known | absent, last - 1)

    def last_ones(self) -> Iterator[tuple[int, np.ndarray]]:
        """Series that have a sum over time of which readers cannot tell one part only.

        With the number of classes that must be withheld of those, if any is.
        """
        months, quarters = (self.has_cell[n] & ~self.told[n] for n in (0, 1))
        of_quarter = (np.arange(months.shape[1]) + self.first - 1) // 3
        for quarter in np.unique(of_quarter):
            yield 2, months[:, of_quarter == quarter].sum(axis=1) == 1
        for parts in (months, quarters):
            yield 3, parts.sum(axis=1) == 1

    def period(
        self, cells: dict[str, np.ndarray], relations: csr_array, width: int
    ) -> Period:
        values = np.zeros((self.count, width))
        values[cells["node"], (cells["at"] - 1) % width] = cells["value"]
        small, known = np.zeros(self.count, bool), np.zeros(self.count, bool)
        small[cells["node"][cells["is_small"]]] = True
        known[cells["node"][cells["is_known"]]] = True
        return Period(System(relations, values), small, known)


def parted(
    cells: dict[str, np.ndarray], by: np.ndarray
) -> dict[int, dict[str, np.ndarray]]:
    """Cells by what they have in common, in its order."""
    order = np.argsort(by, kind="stable")
    kinds, starts = np.unique(by[order], return_index=True)
    parts = np.split(order, starts)[1:]
    return {
        int(kind): {name: column[part] for name, column in cells.items()}
        for kind, part in zip(kinds, parts, strict=True)
    }


def arrays(answer: duckdb.DuckDBPyConnection) -> dict[str, np.ndarray]:
    """The columns of an answer; none of ours are categories."""
    return cast(dict[str, np.ndarray], answer.fetchnumpy())
