"""What a reader could work out: withheld cells that the published ones determine.

The published totals are linear equations over cells, `A x = 0`. Published cells are
known; a withheld one is recovered when its unit vector lies in the row space of the
columns of the withheld cells. First by substitution, which finds nearly all; then by a
random vector of the null space, which is zero exactly where a cell is determined.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array, csr_array, diags_array, eye_array
from scipy.sparse.linalg import splu

NOTHING = 1e-6
# what is added to the equations' products with themselves, and how often its trace is
# removed at most
TRIFLE, REPEATS = 1e-8, 50


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
    if unknown.size:
        vectors = NullSpace(relations[:, unknown]).vectors(2, seed)
        recovered[unknown[np.abs(vectors).max(axis=1) <= NOTHING]] = True
    return recovered


class NullSpace:
    """How the cells of some equations can still vary together.

    What is left of a vector is its projection, by one sparse decomposition of the
    equations among each other. Some say the same, so a trifle is added to make that
    possible, and its trace is removed by repeating.
    """

    def __init__(self, relations: csr_array) -> None:
        self.at = np.flatnonzero(np.diff(relations.indptr))
        rows = csr_array(relations[self.at])
        sizes = np.sqrt((rows**2).sum(axis=1))
        self.rows = csr_array(diags_array(1 / sizes) @ rows)
        self.transposed = csr_array(self.rows.T)
        among = self.rows @ self.transposed
        if among.shape[0]:
            among = among + TRIFLE * eye_array(among.shape[0])
            self.solve = splu(csc_array(among), "MMD_AT_PLUS_A").solve

    def vectors(self, count: int, seed: int) -> np.ndarray:
        """Random vectors of the space: zero exactly where a cell is determined."""
        shape = (self.rows.shape[1], count)
        return self.projected(np.random.default_rng(seed).normal(size=shape))

    def projected(self, vectors: np.ndarray) -> np.ndarray:
        return vectors - self.transposed @ self.weights_of(vectors)

    def weights_of(self, vectors: np.ndarray) -> np.ndarray:
        """Of each equation in what of the vectors follows from the equations."""
        weights = np.zeros((self.rows.shape[0], vectors.shape[1]))
        for _ in range(REPEATS if self.rows.shape[0] else 0):
            left = vectors - self.transposed @ weights
            change = self.solve(self.rows @ left)
            weights += change
            if np.abs(self.transposed @ change).max(initial=0) < NOTHING**2:
                break
        return weights

    def derivation(self, cells: np.ndarray) -> np.ndarray:
        """The equations of which a combination gives cells that are determined."""
        wanted = np.zeros((self.rows.shape[1], 1))
        chance = np.random.default_rng(3)
        wanted[cells, 0] = chance.uniform(1, 2, len(cells))
        return self.at[np.abs(self.weights_of(wanted)[:, 0]) > NOTHING]
