"""What somebody who reads everything shown can work out about the counts that are not.

The reader is taken to know which counts add up to which, every count shown, and that people come in whole
numbers. Every table of whole non-negative numbers that agrees with all of it is possible for them; a hidden
count is as safe as the range of its values over those tables is wide.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Counts = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

SECONDS = 5.0  # for one table; a search that takes longer counts as having found none


@dataclass(frozen=True, slots=True)
class Relation:
    """Cells, by their places, that add up to the cell `total`."""

    total: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cells:
    """Counts of people that belong together.

    `known` are the totals that everybody has, whatever their size. `never` are counts that no table has but
    that follow from those of several tables. Raises ValueError when a count is negative or the counts do not
    add up as the relations say, for then nothing could be promised of them.
    """

    counts: Counts
    relations: tuple[Relation, ...]
    known: Mask
    never: Mask

    def __post_init__(self) -> None:
        if (self.counts < 0).any():
            raise ValueError("A count of people cannot be negative.")
        for relation in self.relations:
            if self.counts[list(relation.parts)].sum() != self.counts[relation.total]:
                raise ValueError(f"Cell {relation.total} is not the sum of its parts.")


class Attacker:
    """The reader of cells of which those in `shown` are shown."""

    def __init__(self, cells: Cells, shown: Mask) -> None:
        self._counts = cells.counts
        self._hidden = np.flatnonzero(~shown)
        self._equations = _equations(cells, shown)
        self._most = float(cells.counts.max(initial=0))  # no count exceeds the greatest of the totals

    def lowest(self, cell: int) -> int | None:
        """The smallest value the cell can have as far as the reader can tell; None if not found in time."""
        return self._extreme(cell, 1.0)

    def highest(self, cell: int) -> int | None:
        """The largest value the cell can have as far as the reader can tell; None if not found in time."""
        return self._extreme(cell, -1.0)

    def table(self, costs: npt.NDArray[np.float64]) -> Counts | None:
        """The cheapest of the possible tables, `costs` per person and cell; None if not found in time."""
        whole = self._counts.copy()
        if not self._hidden.size:
            return whole
        matrix, sums = self._equations
        found = milp(
            costs[self._hidden],
            integrality=np.ones(self._hidden.size),
            bounds=Bounds(0, self._most),
            constraints=LinearConstraint(matrix, sums, sums) if sums.size else (),
            options={"time_limit": SECONDS},
        )
        if found.x is None:
            return None
        whole[self._hidden] = np.rint(found.x).astype(np.int64)
        return whole

    def _extreme(self, cell: int, direction: float) -> int | None:
        costs = np.zeros(self._counts.size)
        costs[cell] = direction
        found = self.table(costs)
        return None if found is None else int(found[cell])


def _equations(cells: Cells, shown: Mask) -> tuple[csr_array, Counts]:
    """The relations over the hidden cells alone: what is shown has gone to the right-hand side."""
    place = np.cumsum(~shown) - 1
    rows: list[int] = []
    columns: list[int] = []
    signs: list[float] = []
    sums: list[int] = []
    for relation in cells.relations:
        signed = [(part, 1) for part in relation.parts] + [(relation.total, -1)]
        hidden = [(cell, sign) for cell, sign in signed if not shown[cell]]
        if not hidden:
            continue
        rows += [len(sums)] * len(hidden)
        columns += [int(place[cell]) for cell, _ in hidden]
        signs += [float(sign) for _, sign in hidden]
        sums.append(-sum(sign * int(cells.counts[cell]) for cell, sign in signed if shown[cell]))
    shape = (len(sums), int((~shown).sum()))
    return csr_array((signs, (rows, columns)), shape=shape), np.array(sums, dtype=np.int64)
