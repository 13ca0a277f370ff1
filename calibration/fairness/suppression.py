"""Which counts of people may be shown, so that none small enough to be about somebody can be worked out.

A count under 5 is never shown. Zero is one of them: that nobody of a group was selected says of every
person of that group that they were not, and that nobody of the selected is of a group says it of every
person selected. Nor would it help to show zeros and hide 1 to 4: whoever reads the table would know that
what is hidden is not zero. The price is the plainest finding there is, a large group of whom nobody was
selected; docs/fairness.md says so.

Hiding the small counts alone is not enough, because tables add up: over the groups of a gate, over sexes
and races and both crossed, from what one gate lets through to what comes to the next, and from cycles to
all of them. So further counts are hidden until, for every small count, the values that agree with
everything shown lie at least 5 apart (or as far as the totals let them): nobody can tell then that it is
under 5, let alone what it is. Of the ways to achieve it for a count, the one that hides the fewest people
is taken, so that the next smallest group is hidden first.

The totals of a gate are known from elsewhere and are taken as shown, whatever they are.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack

from calibration.fairness.attack import SECONDS, Attacker, Cells, Counts, Mask

SMALLEST_SHOWN = 5
WIDTH = 5  # how far apart the possible values of a small count have to lie
SWEEPS = 12  # tables drawn to prove many counts safe at once before the rest is looked at one by one


def shown_counts(cells: Cells) -> Mask:
    """Which of the counts may be shown: all of `known`, none of `never`, and of the others what is safe."""
    small = (cells.counts < SMALLEST_SHOWN) & ~cells.known
    shown = cells.known | ~(small | cells.never)
    needed = np.minimum(WIDTH, _ceilings(cells))
    seen = _Seen(cells.counts)
    for cell in _unproven(cells, shown, seen, np.flatnonzero(small & (needed > 0)), needed):
        _look_from_both_ends(cells, shown, seen, cell, int(needed[cell]))
        if seen.width(cell) < needed[cell]:
            shown = _hidden_further(cells, shown, seen, cell, int(needed[cell]))
    return shown


class _Seen:
    """The least and the greatest value of each cell over the possible tables found so far.

    Hiding more only makes more tables possible: a table once seen stays so.
    """

    def __init__(self, counts: Counts) -> None:
        self.lowest = counts.copy()
        self.highest = counts.copy()

    def add(self, table: Counts | None) -> None:
        if table is not None:
            np.minimum(self.lowest, table, out=self.lowest)
            np.maximum(self.highest, table, out=self.highest)

    def width(self, cell: int) -> int:
        return int(self.highest[cell] - self.lowest[cell])


def _ceilings(cells: Cells) -> Counts:
    """The most each count can be for whoever knows the totals alone: no hiding makes it safer than that."""
    most = np.where(cells.known, cells.counts, np.iinfo(np.int64).max)
    changed = True
    while changed:
        changed = False
        for relation in cells.relations:
            parts = list(relation.parts)
            lower = most[parts] > most[relation.total]
            if lower.any():
                most[parts] = np.minimum(most[parts], most[relation.total])
                changed = True
    return np.asarray(most)


def _unproven(cells: Cells, shown: Mask, seen: _Seen, small: Counts, needed: Counts) -> list[int]:
    """The cells that a few possible tables, drawn to push all of them apart, leave unproven."""
    attacker = Attacker(cells, shown)
    draw = np.random.default_rng(0)
    left = small
    for _ in range(SWEEPS):
        left = left[seen.highest[left] - seen.lowest[left] < needed[left]]
        if not left.size:
            break
        costs = np.zeros(cells.counts.size)
        costs[left] = draw.choice([-1.0, 1.0], size=left.size) * draw.uniform(0.5, 1.0, size=left.size)
        seen.add(attacker.table(costs))
    return [int(cell) for cell in left]


def _look_from_both_ends(cells: Cells, shown: Mask, seen: _Seen, cell: int, needed: int) -> None:
    attacker = Attacker(cells, shown)
    costs = np.zeros(cells.counts.size)
    for direction in (1.0, -1.0):
        if seen.width(cell) < needed:
            costs[cell] = direction
            seen.add(attacker.table(costs))


def _hidden_further(cells: Cells, shown: Mask, seen: _Seen, cell: int, needed: int) -> Mask:
    """What is still shown once enough is hidden for the cell's possible values to lie `needed` apart.

    If no table at all has them that far apart, the totals alone give it away; then as far as can be.
    """
    for width in range(needed, seen.width(cell), -1):
        for least, most in (
            (int(seen.lowest[cell]) + width, None),
            (None, int(seen.highest[cell]) - width),
        ):
            table = _nearest_table(cells, shown, cell, least=least, most=most)
            if table is not None:
                seen.add(table)
                return shown & (cells.known | (table == cells.counts))
    return shown


def _nearest_table(
    cells: Cells, shown: Mask, cell: int, *, least: int | None, most: int | None
) -> Counts | None:
    """Whole counts of the same totals with the cell within the limits, changing least of what is shown.

    A person moved into or out of a count that is shown costs as much as there are people in it: the linear
    programme of Kelly, Golden and Assad (Networks 22, 1992), over whole numbers. None if there is none.
    """
    counts = cells.counts
    size = counts.size
    free = ~cells.known
    more = np.where(free, float(counts.max()), 0.0)
    fewer = np.where(free, counts, 0).astype(float)
    low, high = np.zeros(2 * size), np.concatenate([more, fewer])
    if least is not None:
        low[cell], high[size + cell] = least - counts[cell], 0
    if most is not None:
        low[size + cell], high[cell] = counts[cell] - most, 0
    if (low > high).any():
        return None
    costs = np.where(shown & free, 1.0 + counts, 0.001)
    balance = _balance(cells)
    found = milp(
        np.concatenate([costs, costs]),
        integrality=np.ones(2 * size),
        bounds=Bounds(low, high),
        constraints=LinearConstraint(hstack([balance, -balance]), 0, 0),
        options={"time_limit": SECONDS},
    )
    if found.x is None:
        return None
    moved = np.rint(found.x).astype(np.int64)
    return np.asarray(counts + moved[:size] - moved[size:])


def _balance(cells: Cells) -> csr_array:
    """The relations as rows: what its parts gain, a total gains."""
    rows = [row for row, relation in enumerate(cells.relations) for _ in (*relation.parts, 0)]
    columns = [cell for relation in cells.relations for cell in (*relation.parts, relation.total)]
    signs = [sign for relation in cells.relations for sign in (*(1.0 for _ in relation.parts), -1.0)]
    return csr_array((signs, (rows, columns)), shape=(len(cells.relations), cells.counts.size))
