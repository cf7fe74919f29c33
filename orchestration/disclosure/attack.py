"""What a reader could work out: withheld cells that the published ones determine.

The published totals are linear equations over cells, `A x = 0`. Published cells are
known; a withheld one is recovered when its unit vector lies in the row space of the
columns of the withheld cells. First by substitution, which finds nearly all; then by a
random vector of the null space, which is zero exactly where a cell is determined.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.linalg import lsmr

NOTHING = 1e-6


@dataclass(frozen=True)
class System:
    """Equations `relations @ values = 0` between cells, and the cells' values.

    Where the same equations hold for several periods, values has a column for each.
    """

    relations: csr_array
    values: np.ndarray


def substitute(relations: csr_array, withheld: np.ndarray) -> tuple[np.ndarray, ...]:
    """Solve equations with one unknown, then those that are left with one, and so on.

    Returns:
        for each cell whether it was recovered, and the equation that gave it (or -1).
    """
    pattern = abs(relations).sign().astype(np.int32)
    unknown = withheld.copy()
    by = np.full(len(withheld), -1)
    while True:
        alone = np.flatnonzero(pattern @ unknown.astype(np.int32) == 1)
        rows, cells = entries(relations, alone)
        found = unknown[cells]
        if not found.any():
            return withheld & ~unknown, by
        by[cells[found]] = rows[found]
        unknown[cells[found]] = False


def entries(relations: csr_array, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Row and cell of every entry of some equations."""
    starts, ends = relations.indptr[rows], relations.indptr[rows + 1]
    counts = ends - starts
    at = np.repeat(starts - np.cumsum(counts) + counts, counts) + np.arange(
        counts.sum()
    )
    return np.repeat(rows, counts), relations.indices[at]


def determined(relations: csr_array, withheld: np.ndarray, seed: int = 1) -> np.ndarray:
    """The withheld cells that the equations determine, by any combination of them."""
    recovered, _ = substitute(relations, withheld)
    unknown = np.flatnonzero(withheld & ~recovered)
    if not unknown.size:
        return recovered
    open_part = relations[:, unknown]
    touched = np.diff(open_part.indptr) > 0
    open_part = open_part[touched]
    free = np.ones(unknown.size, bool)
    if open_part.shape[0]:
        free = np.abs(null_vector(open_part, seed)) > NOTHING
        if not free.all():
            # a second vector: a free cell may be near zero in one by chance
            free |= np.abs(null_vector(open_part, seed + 1)) > NOTHING
    recovered[unknown[~free]] = True
    return recovered


def null_vector(relations: csr_array, seed: int) -> np.ndarray:
    """A random vector of the null space, all of whose free cells differ from zero."""
    start = np.random.default_rng(seed).uniform(1, 2, relations.shape[1])
    solved = lsmr(relations, relations @ start, atol=1e-13, btol=1e-13, maxiter=20_000)
    return start - solved[0]
