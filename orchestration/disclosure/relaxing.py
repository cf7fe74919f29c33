"""Publish again what need not be withheld: the dearest cells first.

Greedy withholding closes one equation after another and so withholds more than it
needs. Here each cell that was withheld for the sake of others is tried: it is shown
unless a small one would follow. Within the null space of the withheld cells' equations
showing a cell is one projection, so a component is decomposed once.
"""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from orchestration.disclosure.attack import NOTHING, NullSpace, System

# so many random vectors stand for a null space, and at least so many
VECTORS, FEWEST = 32, 8
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
        inside = unknown[label == component]
        space = Space(csr_array(system.relations[:, inside]), small[inside])
        tried = np.flatnonzero(~kept[inside] & ~small[inside])
        for at in tried[np.argsort(-cost[inside[tried]], kind="stable")]:
            if room.is_left_without(inside[at]) and space.show(at):
                withheld[inside[at]] = False
    return withheld


class Space:
    """How the withheld cells of a component can still vary together.

    Some random vectors stand for all: with each cell that is shown they are one fewer,
    and then others are drawn.
    """

    def __init__(self, relations: csr_array, small: np.ndarray) -> None:
        self.relations, self.is_small = relations, small
        self.unknown = np.ones(small.size, bool)
        self.draw()

    def draw(self) -> None:
        at = np.flatnonzero(self.unknown)
        space = NullSpace(csr_array(self.relations[:, at]))
        self.basis = np.zeros((self.unknown.size, VECTORS))
        self.basis[at] = space.vectors(VECTORS, 1)
        self.left = VECTORS
        self.sizes = (self.basis**2).sum(axis=1)
        self.small = np.flatnonzero(self.is_small & (self.sizes > NOTHING**2))

    def show(self, at: int) -> bool:
        """Show a cell unless a small one would then be determined."""
        if self.left < FEWEST:
            self.draw()
        row, size = self.basis[at].copy(), self.sizes[at]
        if size > NOTHING**2:
            # no product of matrices: for these sizes threads cost more than they do
            along = np.einsum("ij,j->i", self.basis, row)
            across = self.sizes[self.small] * size - along[self.small] ** 2
            if (across <= PARALLEL * self.sizes[self.small] * size).any():
                return False
            self.basis -= np.outer(along / size, row)
            self.sizes = (self.basis**2).sum(axis=1)
            self.left -= 1
        self.unknown[at] = False
        return True


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
