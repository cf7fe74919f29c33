"""Complementary suppression: safe, no more than needed, and totals last."""

import numpy as np
import pytest
from scipy.sparse import coo_array, csr_array

from orchestration.disclosure.attack import System, determined
from orchestration.disclosure.suppression import protect

COUNTIES, TIERS = 6, 4
# what readers want most: the whole, then its margins, then the cells
DEAR = {(False, False): 1.0, (True, False): 6.0, (False, True): 12.0}


def table(values: np.ndarray) -> tuple[System, np.ndarray]:
    """A table with margins as equations, and how dear each of its cells is.

    The last row is the prefecture, the last column all tiers.
    """
    whole = np.pad(values, ((0, 1), (0, 1)))
    whole[-1, :-1], whole[:, -1] = values.sum(axis=0), whole.sum(axis=1)
    whole[-1, -1] = values.sum()
    height, width = whole.shape
    at = np.arange(whole.size).reshape(whole.shape)
    sums = [*at, *at.T]
    rows = np.repeat(np.arange(len(sums)), [len(cells) for cells in sums])
    weights = np.concatenate([np.append(np.ones(len(c) - 1), -1) for c in sums])
    relations = csr_array(coo_array((weights, (rows, np.concatenate(sums)))))
    dear = [
        DEAR.get((column == width - 1, row == height - 1), 72.0)
        for row in range(height) for column in range(width)
    ]  # fmt: skip
    return System(relations, whole.reshape(-1, 1).astype(float)), np.array(dear)


def planned(values: np.ndarray) -> tuple[System, np.ndarray, np.ndarray]:
    system, dear = table(values)
    sizes = system.values[:, 0]
    small = (sizes > 0) & (sizes < 10)
    cost = dear * (0.1 + np.log1p(sizes))
    found = protect(system, small, small, cost, 10, dear)
    assert not (found.recovered & small).any()
    return system, small, found.withheld


def test_the_smallest_sibling_is_withheld_and_the_total_stays():
    values = np.full((COUNTIES, TIERS), 200)
    values[0, 0], values[1, 0], values[0, 1] = 4, 30, 25
    _, _, withheld = planned(values)
    shape = (COUNTIES + 1, TIERS + 1)
    held = {tuple(map(int, cell)) for cell in np.argwhere(withheld.reshape(shape))}
    assert held == {(0, 0), (1, 0), (0, 1), (1, 1)}


@pytest.mark.parametrize("seed", range(12))
def test_nothing_follows_and_nothing_is_withheld_in_vain(seed):
    chance = np.random.default_rng(seed)
    values = chance.poisson(chance.gamma(0.6, 60, (COUNTIES, TIERS)))
    system, small, withheld = planned(values)
    assert not determined(system.relations, withheld)[small].any()
    for cell in np.flatnonzero(withheld & ~small):
        fewer = withheld.copy()
        fewer[cell] = False
        left = abs(system.relations) @ (system.values[:, 0] * fewer)
        touched = (abs(system.relations) @ (small & fewer)) > 0
        is_thin = (touched & (left > 0) & (left < 10)).any()
        assert is_thin or determined(system.relations, fewer)[small].any()


def test_a_total_is_withheld_where_there_is_no_other_way():
    values = np.full((1, 2), 300)
    values[0, 0] = 3
    _, small, withheld = planned(values)
    assert (withheld & ~small).any()
