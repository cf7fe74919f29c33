"""Publish again what need not be withheld: the dearest cells first.

Greedy withholding closes one equation after another and so withholds more than it
needs. Here each cell that was withheld for the sake of others is tried: it is shown
unless a small one would follow. Within the null space of the withheld cells' equations
showing a cell is one projection, so a component is decomposed once.
"""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from orchestration.disclosure.attack import NOTHING, System, null_vector

# a component of more cells is tried with so many random vectors of its null space
DENSE, VECTORS = 1500, 48
# rows of the null space with a smaller squared sine between them are parallel
PARALLEL = 1e-9


def relax(
    system: System,
    small: np.ndarray,
    withheld: np.ndarray,
    kept: np.ndarray,
    cost: np.ndarray,
    together: float,
) -> np.ndarray:
    """The cells that stay withheld.

    Args:
        system: the equations between cells, with their true values.
        small: the cells that must not be recovered.
        withheld: what is withheld now.
        kept: what stays withheld in any case.
        cost: of withholding a cell; the dearest is tried first.
        together: what the withheld cells of an equation add up to at least.
    """
    withheld = withheld.copy()
    unknown = np.flatnonzero(withheld)
    part = csr_array(system.relations[:, unknown])
    _, label = connected_components(part.T @ part, directed=False)
    free = ~kept[unknown] & ~small[unknown]
    room = Room(system, small, withheld, together)
    for component in np.unique(label[free]):
        inside = np.flatnonzero(label == component)
        space = Space(part, inside, small[unknown[inside]])
        tried = np.flatnonzero(free[inside])
        for at in tried[np.argsort(-cost[unknown[inside[tried]]], kind="stable")]:
            cell = unknown[inside[at]]
            if room.is_left_without(cell) and space.show(at):
                withheld[cell] = False
    return withheld


class Space:
    """How the withheld cells of a component can still vary together."""

    def __init__(self, part: csr_array, inside: np.ndarray, small: np.ndarray) -> None:
        rows = csr_array(part[:, inside])
        rows = csr_array(rows[np.diff(rows.indptr) > 0])
        if len(inside) <= DENSE:
            self.basis = null_space(rows)
        else:
            vectors = [null_vector(rows, seed) for seed in range(VECTORS)]
            self.basis = np.linalg.qr(np.column_stack(vectors))[0]
        self.sizes = (self.basis**2).sum(axis=1)
        self.small = np.flatnonzero(small & (self.sizes > NOTHING**2))
        self.left = self.basis.shape[1]

    def show(self, at: int) -> bool:
        """Show a cell unless a small one would then be determined."""
        row, size = self.basis[at], self.sizes[at]
        if size <= NOTHING**2:
            return True
        along = self.basis @ row
        across = self.sizes[self.small] * size - along[self.small] ** 2
        if (across <= PARALLEL * self.sizes[self.small] * size).any():
            return False
        self.basis = self.basis - np.outer(along / size, row)
        self.sizes = (self.basis**2).sum(axis=1)
        return True


def null_space(rows: csr_array) -> np.ndarray:
    """An orthonormal basis; from the small side, for equations are sums of a few."""
    sizes, vectors = np.linalg.eigh((rows.T @ rows).toarray())
    return vectors[:, sizes <= NOTHING]


class Room:
    """What the withheld cells of an equation add up to beside a small one."""

    def __init__(
        self, system: System, small: np.ndarray, withheld: np.ndarray, together: float
    ) -> None:
        self.relations, self.values = system.relations, system.values
        self.columns = system.relations.tocsc()
        self.small, self.withheld, self.together = small, withheld, together

    def is_left_without(self, cell: int) -> bool:
        """Whether enough is left in each equation once the cell is shown."""
        start, end = self.columns.indptr[cell : cell + 2]
        return all(self.is_enough(row, cell) for row in self.columns.indices[start:end])

    def is_enough(self, row: int, without: int) -> bool:
        start, end = self.relations.indptr[row : row + 2]
        cells = self.relations.indices[start:end]
        weights = self.relations.data[start:end]
        held = self.withheld[cells] & (cells != without)
        cells, weights = cells[held], weights[held]
        if not self.small[cells].any() or ((weights > 0).any() and (weights < 0).any()):
            return True
        sums = np.abs(weights @ self.values[cells])
        return not ((sums > NOTHING) & (sums < self.together - NOTHING)).any()
