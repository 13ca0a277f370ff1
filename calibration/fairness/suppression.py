"""Which counts of people may be shown, so that none small enough to be about somebody can be worked out.

Hiding the small counts alone is not enough, because counts add up: over the groups of a gate, over sexes and
races and both crossed, from what one gate lets through to what comes to the next. So further counts are
hidden until, for every count that is guarded, the values that agree with everything shown lie at least
WIDTH apart (or as far as the totals let them). Of the ways to achieve it for a count the one that hides the
fewest people is taken, each at what their count is worth, so that the next smallest group goes first and what
matters most stays.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack, vstack

from calibration.fairness.attack import SECONDS, Attacker, Cells, Counts, Mask

WIDTH = 3  # how far apart the possible values of a guarded count have to lie


def shown_counts(cells: Cells) -> Mask:
    """Which of the counts may be shown: all that are known, and of the others what is safe.

    Every guarded count is proven safe by two sets of whole numbers of people that agree with all that is
    shown and differ by WIDTH in it; a proof that is not found in time counts as none, and more is hidden.
    """
    shown = cells.known | ~cells.guarded & (cells.worth > 0)
    needed = np.where(cells.guarded & ~cells.known, np.minimum(WIDTH, _ceilings(cells)), 0)
    seen = _Seen(cells.counts)
    attacker, free = Attacker(cells, shown), _exchangeable(cells, shown)
    for cell in map(int, np.flatnonzero(needed)):
        if free[cell] >= needed[cell]:
            continue
        _look_from_both_ends(attacker, seen, cell, needed)
        if seen.width(cell) < needed[cell]:
            shown = _hidden_further(cells, shown, seen, cell, int(needed[cell]))
            attacker, free = Attacker(cells, shown), _exchangeable(cells, shown)
    return shown


class _Seen:
    """The least and the greatest value of each count over the possibilities found so far.

    Hiding more only makes more possible: what was possible once stays so.
    """

    def __init__(self, counts: Counts) -> None:
        self.lowest = counts.copy()
        self.highest = counts.copy()

    def add(self, found: Counts | None) -> None:
        if found is not None:
            np.minimum(self.lowest, found, out=self.lowest)
            np.maximum(self.highest, found, out=self.highest)

    def width(self, cell: int) -> int:
        return int(self.highest[cell] - self.lowest[cell])


def _ceilings(cells: Cells) -> Counts:
    """The most each count can be for whoever has the totals alone, for no hiding makes it safer than that.

    It is at most the smallest total that counts everybody it counts.
    """
    totals = np.flatnonzero(cells.known)
    overlap = (cells.sums @ cells.sums[totals].T).toarray()
    within = overlap == cells.sums.sum(axis=1)[:, np.newaxis]
    everybody = int(cells.people.sum())
    return np.asarray(np.where(within, cells.counts[totals], everybody).min(axis=1, initial=everybody))


def _exchangeable(cells: Cells, shown: Mask) -> Counts:
    """A width that each count has for certain, without looking further.

    Kinds of people that the same shown counts count cannot be told apart: all of them may be any one of those
    kinds. A count of some but not all of such kinds may be anything from none to all of their people.
    """
    rows = cells.sums[np.flatnonzero(shown)].astype(np.int64)
    marks = rows.T @ np.random.default_rng(0).integers(1, 2**62, size=rows.shape[0])
    _, alike = np.unique(marks, return_inverse=True)
    size, people = np.bincount(alike), np.bincount(alike, weights=cells.people).astype(np.int64)
    members = csr_array((np.ones(alike.size), (np.arange(alike.size), alike)))
    counted = (cells.sums @ members).tocsr()
    counted.data = np.where(counted.data < size[counted.indices], people[counted.indices], 0)
    return np.asarray(counted.sum(axis=1))


def _look_from_both_ends(attacker: Attacker, seen: _Seen, cell: int, needed: Counts) -> None:
    """Pushes the count up and down, and every other that is not proven yet a little with it."""
    for direction in (-1.0, 1.0):
        if seen.width(cell) < needed[cell]:
            costs = np.where(seen.highest - seen.lowest < needed, direction * 1e-3, 0.0)
            costs[cell] = direction
            seen.add(attacker.possible(costs))


def _hidden_further(cells: Cells, shown: Mask, seen: _Seen, cell: int, needed: int) -> Mask:
    """What is still shown once enough is hidden for the count's possible values to lie `needed` apart.

    Where no numbers at all have it so, the totals alone give it away; then as far as can be.
    """
    for width in range(needed, seen.width(cell), -1):
        for least, most in (
            (int(seen.lowest[cell]) + width, np.inf),
            (0, int(seen.highest[cell]) - width),
        ):
            found = _nearest(cells, shown, cell, least, most)
            if found is not None:
                seen.add(found)
                return np.asarray(shown & (cells.known | (found == cells.counts)))
    return shown


def _nearest(cells: Cells, shown: Mask, cell: int, least: float, most: float) -> Counts | None:
    """Counts of the same totals with this one within the limits, that change least of what is shown.

    A person moved into or out of a count that is shown costs what it is worth for each of the people in it:
    the linear programme of Kelly, Golden and Assad (Networks 22, 1992), over whole numbers. None if there are
    none.
    """
    if most < 0:
        return None
    kinds, totals, others = (
        cells.people.size,
        np.flatnonzero(cells.known),
        np.flatnonzero(shown & ~cells.known),
    )
    moved = eye_array(others.size)
    rows = vstack(
        [
            hstack([cells.sums[others], -moved, moved]),
            hstack([cells.sums[[*totals, cell]], csr_array((totals.size + 1, 2 * others.size))]),
        ]
    )
    counts = cells.counts
    costs = cells.worth[others] * (1 + counts[others])
    found = milp(
        np.concatenate([np.zeros(kinds), costs, costs]),
        integrality=np.concatenate([np.ones(kinds), np.zeros(2 * others.size)]),
        bounds=Bounds(0, np.inf),
        constraints=LinearConstraint(
            rows,
            np.concatenate([counts[others], counts[totals], [least]]),
            np.concatenate([counts[others], counts[totals], [most]]),
        ),
        options={"time_limit": SECONDS, "mip_rel_gap": 0.05},
    )
    if found.x is None:
        return None
    return np.asarray(cells.sums @ np.rint(found.x[:kinds]), dtype=np.int64)
