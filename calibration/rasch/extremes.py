"""Elements whose scores all lie at one end: left out of the fit, and afterwards placed beyond it.

Their likelihood has no maximum. As in FACETS they get the measure at which their expected total is 0.3 of a
category inside the extreme, all else fixed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from calibration.rasch.rating_scale import Scale, curves
from calibration.rasch.ratings import Floats, Indices, Mask, Ratings

Facet: TypeAlias = Literal["ratee", "rater", "item"]

INSIDE = 0.3  # of a category, by how far a placed element's expected total is inside the extreme

_CLOSE = 1e-10
_MOST_STEPS = 500


@dataclass(frozen=True, slots=True, eq=False)
class Round:
    """Elements of a facet left out together, and the ratings, not yet left out, that they were left out with.

    `high` says of each element of the facet whether its scores were all the highest.
    """

    facet: Facet
    elements: Mask
    high: Mask
    rows: Mask


def peel(ratings: Ratings, *, ratees_too: bool) -> tuple[Mask, tuple[Round, ...]]:
    """Which ratings remain once extreme elements are left out, again until none is, and the rounds of it.

    The ends are those of the categories still in use, since the fit gives the others no probability.
    """
    remaining = np.ones(len(ratings), dtype=bool)
    rounds: list[Round] = []
    facets: tuple[Facet, ...] = ("ratee", "rater", "item") if ratees_too else ("rater", "item")
    quiet = 0
    while quiet < len(facets) and remaining.any():
        facet = facets[0]
        facets = (*facets[1:], facet)
        found = _round(ratings, facet, remaining)
        quiet = quiet + 1 if found is None else 0
        if found is not None:
            rounds.append(found)
            remaining &= ~found.rows
    return remaining, tuple(rounds)


def place(rounds: Sequence[Round], ratings: Ratings, measures: dict[Facet, Floats], scale: Scale) -> None:
    """Writes the measures of those left out, last round first, so that all they met already have theirs."""
    for each in reversed(rounds):
        _place_round(each, ratings, measures, scale)


def indices(ratings: Ratings, facet: Facet) -> Indices:
    """The element of a facet that each rating is of."""
    return {"ratee": ratings.ratee, "rater": ratings.rater, "item": ratings.item}[facet]


def size(ratings: Ratings, facet: Facet) -> int:
    """How many elements a facet has."""
    return len({"ratee": ratings.ratees, "rater": ratings.raters, "item": ratings.items}[facet])


def _round(ratings: Ratings, facet: Facet, remaining: Mask) -> Round | None:
    index, length = indices(ratings, facet)[remaining], size(ratings, facet)
    category = ratings.category[remaining]
    counts = np.bincount(index, minlength=length)
    low = np.bincount(index[category == category.min()], minlength=length) == counts
    high = np.bincount(index[category == category.max()], minlength=length) == counts
    elements = (low | high) & (counts > 0)
    if not elements.any():
        return None
    return Round(facet, elements, high, remaining & elements[indices(ratings, facet)])


def _place_round(each: Round, ratings: Ratings, measures: dict[Facet, Floats], scale: Scale) -> None:
    measure, index = measures[each.facet], indices(ratings, each.facet)[each.rows]
    sign = 1.0 if each.facet == "ratee" else -1.0
    measure[each.elements] = 0.0
    others = (
        measures["ratee"][ratings.ratee[each.rows]]
        - measures["rater"][ratings.rater[each.rows]]
        - measures["item"][ratings.item[each.rows]]
    )
    count = np.bincount(index, minlength=len(measure))
    wanted = np.where(each.high, count * scale.numbers[-1] - INSIDE, count * scale.numbers[0] + INSIDE)
    for _ in range(_MOST_STEPS):
        found = curves(others + sign * measure[index], scale)
        off = (wanted - np.bincount(index, found.expected, len(measure)))[each.elements]
        slope = np.bincount(index, found.variance, len(measure))[each.elements]
        step = np.clip(off / np.maximum(slope, 1e-12), -1.0, 1.0)
        measure[each.elements] += sign * step
        if np.abs(step).max() < _CLOSE:
            return
