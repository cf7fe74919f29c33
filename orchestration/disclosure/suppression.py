"""Complementary suppression: withhold more until an attack recovers nothing."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from orchestration.disclosure.attack import (
    NOTHING,
    NullSpace,
    System,
    determined,
    entries,
    substitute,
)
from orchestration.disclosure.relaxing import relax

ROUNDS = 200
# of a long derivation this part is withheld in one round, the cheapest cells
AT_ONCE = 10
# what readers look at first is withheld last: cells up to each dearness, then any
DEARNESS = (2.0, 12.0, np.inf)


@dataclass(frozen=True)
class Protected:
    """Which cells are withheld, and which of them can be recovered all the same."""

    withheld: np.ndarray
    recovered: np.ndarray


def protect(
    system: System,
    small: np.ndarray,
    withheld: np.ndarray,
    cost: np.ndarray,
    together: float,
    dear: np.ndarray | None = None,
) -> Protected:
    """Withhold cells until no small one can be worked out, and no more than that.

    Args:
        system: the equations between cells, with their true values.
        small: the cells that must not be recovered.
        withheld: the cells that are withheld from the start, the small ones included.
        cost: of withholding a cell; infinite where it is known already.
        together: what the withheld cells of an equation add up to at least, if to
            anything at all.
        dear: how much readers want a cell, by what it is and not by its size; the
            dearer ones are withheld only where the others do not do.
    """
    kept = withheld
    for limit in DEARNESS:
        usable = cost if dear is None else np.where(dear <= limit, cost, np.inf)
        withheld = close(system, small, withheld, usable, together, np.isinf(limit))
    recovered = determined(system.relations, withheld)
    if (withheld == kept).all():
        return Protected(withheld, recovered)
    exposed = recovered & small
    fewer = relax(system, small & ~exposed, withheld, kept, cost, together)
    recovered_of_fewer = determined(system.relations, fewer)
    if (recovered_of_fewer & small & ~exposed).any():
        return Protected(withheld, recovered)
    return Protected(fewer, recovered_of_fewer)


def close(
    system: System,
    small: np.ndarray,
    withheld: np.ndarray,
    cost: np.ndarray,
    together: float,
    is_last: bool,
) -> np.ndarray:
    """Withhold the cheapest cell of each equation that gives a small one away.

    What follows from several equations together is broken last, by any cell.
    """
    withheld = withheld.copy()
    for _ in range(ROUNDS):
        rows = exposing(system, small, withheld, together)
        chosen = cheapest(system, rows, withheld, cost)
        if not chosen.size and is_last:
            chosen = breaking(system, small, withheld, cost)
        if not chosen.size:
            break
        withheld[chosen] = True
    return withheld


def exposing(
    system: System, small: np.ndarray, withheld: np.ndarray, together: float
) -> np.ndarray:
    """The equations that give a small cell, or leave too little beside it."""
    _, by = substitute(system.relations, withheld)
    rows = by[small & (by >= 0)]
    thin = thin_rows(system, withheld, together)
    owner, cells = entries(system.relations, thin)
    with_small = owner[small[cells] & withheld[cells]]
    return np.union1d(behind(system, rows, by, withheld), with_small)


def thin_rows(system: System, withheld: np.ndarray, together: float) -> np.ndarray:
    """The equations whose withheld cells, all on one side, add up to very little."""
    relations = system.relations
    weights = relations.copy()
    weights.data = relations.data * withheld[relations.indices]
    one_sided = np.abs(weights.sum(axis=1)) >= abs(weights).sum(axis=1) - NOTHING
    sums = np.abs(weights @ system.values)
    if sums.ndim == 1:
        sums = sums[:, None]
    little = ((sums > NOTHING) & (sums < together - NOTHING)).any(axis=1)
    return np.flatnonzero(one_sided & little)


def behind(
    system: System, rows: np.ndarray, by: np.ndarray, withheld: np.ndarray
) -> np.ndarray:
    """The equations with which derivations begin: they have one withheld cell.

    To withhold more where a derivation ends would only make it longer.
    """
    relations = system.relations
    seen = fresh = np.unique(rows)
    while fresh.size:
        _, inside = entries(relations, fresh)
        earlier = by[inside]
        fresh = np.setdiff1d(earlier[earlier >= 0], seen)
        seen = np.union1d(seen, fresh)
    unknown = abs(relations).sign() @ withheld.astype(float)
    size = np.diff(relations.indptr)
    return seen[(unknown[seen] == 1) & (size[seen] > 1)]


def breaking(
    system: System, small: np.ndarray, withheld: np.ndarray, cost: np.ndarray
) -> np.ndarray:
    """Cells that break derivations from several equations.

    One near each target, or else the cheapest of the derivation in each component;
    what of them was not needed is published again later (`relax`).
    """
    relations = system.relations
    recovered = determined(relations, withheld) & small
    if not recovered.any():
        return np.array([], int)
    unknown = np.flatnonzero(withheld)
    part = csr_array(relations[:, unknown])
    near = rows_of(part, np.flatnonzero(recovered[unknown]))
    chosen = cheapest(system, near, withheld, cost)
    if chosen.size:
        return chosen
    _, label = connected_components(part.T @ part, directed=False)
    _, first = np.unique(np.where(recovered[unknown], label, -1), return_index=True)
    targets = first[recovered[unknown][first]]
    rows = NullSpace(part).derivation(targets)
    owner, cells = entries(relations, rows)
    usable = ~withheld[cells] & np.isfinite(cost[cells])
    if not usable.any():
        return np.array([], int)
    component = np.full(part.shape[0], -1)
    inside, at = entries(part, np.arange(part.shape[0]))
    component[inside] = label[at]
    cells, group = cells[usable], component[owner[usable]]
    order = np.lexsort((cells, cost[cells], group))
    cells, group = cells[order], group[order]
    _, first, size = np.unique(group, return_index=True, return_counts=True)
    rank = np.arange(len(group)) - np.repeat(first, size)
    return np.unique(cells[rank <= np.repeat(size, size) // AT_ONCE])


def rows_of(part: csr_array, cells: np.ndarray) -> np.ndarray:
    """For each cell the shortest equation in which it stands."""
    columns = part.tocsc()[:, cells]
    lengths = np.diff(part.indptr)[columns.indices]
    owner = np.repeat(np.arange(len(cells)), np.diff(columns.indptr))
    order = np.lexsort((columns.indices, lengths, owner))
    _, first = np.unique(owner[order], return_index=True)
    return np.unique(columns.indices[order][first])


def cheapest(
    system: System, rows: np.ndarray, withheld: np.ndarray, cost: np.ndarray
) -> np.ndarray:
    """The cheapest published cell of each equation that could be withheld with it."""
    owner, cells = entries(system.relations, rows)
    usable = ~withheld[cells] & np.isfinite(cost[cells])
    owner, cells = owner[usable], cells[usable]
    order = np.lexsort((cells, cost[cells], owner))
    _, first = np.unique(owner[order], return_index=True)
    return np.unique(cells[order][first])
