"""A complete table inside incomplete data: raters who all rated the same units.

Panels change from candidate to candidate, so the whole is never a complete table. ICC(2,·) asks for one, and
to treat whoever sat in the panel as exchangeable would be ICC(1), another question. So the block that this
finds is used, and nothing where that is too small.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

Integers: TypeAlias = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Block:
    """Units and raters of a complete table, by number and rising; ratings are their product."""

    units: Integers
    raters: Integers


def complete_block(units: Integers, raters: Integers, *, at_least: int) -> Block | None:
    """The block of ratings that grows from the two raters who share most units, `at_least` of them.

    Rater after rater is added, each time who leaves most units, as long as the number of ratings grows and
    `at_least` units are left. Among equals the lowest number goes first. It is a good block, not provably the
    largest. None where no two raters share `at_least` units.
    """
    if not len(units):
        return None
    rated = csr_array((np.ones(len(units), dtype=np.int64), (units, raters)))
    chosen = _closest_pair(rated)
    members = _rated_by_all(rated, chosen)
    if len(members) < at_least or len(chosen) < 2:
        return None
    while True:
        of_others = np.asarray(rated[members].sum(axis=0))
        of_others[chosen] = 0
        best, left = int(of_others.argmax()), int(of_others.max())
        if left < at_least or left * (len(chosen) + 1) <= len(members) * len(chosen):
            return Block(members, np.sort(chosen))
        chosen = np.append(chosen, best)
        members = _rated_by_all(rated, chosen)


def _closest_pair(rated: csr_array) -> Integers:
    common = (rated.T @ rated).tocoo()
    apart = common.row < common.col
    if not apart.any():
        return np.zeros(0, dtype=np.int64)
    shared, firsts, seconds = common.data[apart], common.row[apart], common.col[apart]
    best = np.lexsort((seconds, firsts, -shared))[0]
    return np.array([firsts[best], seconds[best]], dtype=np.int64)


def _rated_by_all(rated: csr_array, raters: Integers) -> Integers:
    return np.flatnonzero(np.asarray(rated[:, raters].sum(axis=1)) == len(raters))
