"""What somebody who reads everything shown can work out about the counts that are not.

The reader is taken to know how every count is made up, every count shown, and that people come in whole
numbers. Whatever whole numbers of people agree with all of it are possible for them; a hidden count is as
safe as the range of its values over those possibilities is wide.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Counts = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

SECONDS = 5.0  # for one search; one that takes longer counts as having found nothing


@dataclass(frozen=True, slots=True)
class Cells:
    """Counts of people that belong together, as sums over kinds of people that have nobody in common.

    `people` is how many there are of each kind, `sums` has a row for each count and a one where it counts the
    kind. `known` are the counts that everybody has, whatever their size; `guarded` are those of which nobody
    may find out. `worth` is how much showing a person in each count tells, by which what is hidden is chosen:
    nothing for a count that stands in no table and is never shown. Raises ValueError for fewer people than
    none.
    """

    people: Counts
    sums: csr_array
    known: Mask
    guarded: Mask
    worth: npt.NDArray[np.float64]

    def __post_init__(self) -> None:
        if (self.people < 0).any():
            raise ValueError("A count of people cannot be negative.")

    @property
    def counts(self) -> Counts:
        return np.asarray(self.sums @ self.people, dtype=np.int64)


class Attacker:
    """The reader of cells of which those in `shown` are shown."""

    def __init__(self, cells: Cells, shown: Mask) -> None:
        self._cells = cells
        rows = cells.sums[np.flatnonzero(shown)]
        given = np.asarray(rows @ cells.people)
        self._agrees = LinearConstraint(rows, given, given) if shown.any() else ()

    def lowest(self, cell: int) -> int | None:
        """The smallest value the cell can have as far as the reader can tell; None if not found in time."""
        return self._extreme(cell, 1.0)

    def highest(self, cell: int) -> int | None:
        """The largest value the cell can have as far as the reader can tell; None if not found in time."""
        return self._extreme(cell, -1.0)

    def possible(self, costs: npt.NDArray[np.float64]) -> Counts | None:
        """Of what is possible the cheapest, at `costs` a person in each count; None if not found in time."""
        found = milp(
            costs @ self._cells.sums,
            integrality=np.ones(self._cells.people.size),
            bounds=Bounds(0, float(self._cells.people.sum())),
            constraints=self._agrees,
            options={"time_limit": SECONDS},
        )
        if found.x is None:
            return None
        return np.asarray(self._cells.sums @ np.rint(found.x), dtype=np.int64)

    def _extreme(self, cell: int, direction: float) -> int | None:
        costs = np.zeros(self._cells.known.size)
        costs[cell] = direction
        found = self.possible(costs)
        return None if found is None else int(found[cell])
