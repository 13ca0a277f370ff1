"""Which scores can be fitted together: connected subsets, and inside each the scores that say something.

Ratees and raters are connected by who scored whom; items join nothing. Elements whose scores are all at one
end tell only that they lie beyond it, so they are left out (see `extremes`); where they were the only bridge,
what remains falls apart, and each part is a subset of its own with the nearest of those left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from calibration.rasch.extremes import Round, peel
from calibration.rasch.ratings import Indices, Mask, Ratings, chosen

_NOWHERE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A connected subset: its ratings, which of them are fitted, and the rounds of extremes left out.

    Nothing can be fitted when no rating is.
    """

    ratings: Ratings
    fitted: Mask
    rounds: tuple[Round, ...]


def parts(ratings: Ratings, *, without_extreme_ratees: bool) -> list[Part]:
    """The connected subsets, that with most scores first and otherwise in order of appearance."""
    found: list[Part] = []
    waiting = list(_connected(ratings))[::-1]
    while waiting:
        subset = waiting.pop()
        fitted, rounds = peel(subset, ratees_too=without_extreme_ratees)
        split = _pieces(subset, fitted) if fitted.any() else []
        if len(split) > 1:
            waiting.extend(split[::-1])
        else:
            found.append(Part(subset, fitted, rounds))
    return sorted(found, key=lambda part: -len(part.ratings))


def _connected(ratings: Ratings) -> Iterator[Ratings]:
    count, ratee_label, _ = _labels(ratings, np.ones(len(ratings), dtype=bool))
    if count == 1:
        yield ratings
        return
    label = ratee_label[ratings.ratee]
    order = np.argsort(label, kind="stable")
    edges = np.searchsorted(label[order], np.arange(count + 1))
    for start, end in pairwise(edges):
        yield chosen(ratings, np.sort(order[start:end]))


def _pieces(ratings: Ratings, fitted: Mask) -> list[Ratings]:
    """The subsets that what is fitted falls into, each with those left out that it met most."""
    count, ratee_label, rater_label = _labels(ratings, fitted)
    if count == 1:
        return [ratings]
    while (ratee_label == _NOWHERE).any() or (rater_label == _NOWHERE).any():
        _join(ratee_label, ratings.ratee, rater_label[ratings.rater], count)
        _join(rater_label, ratings.rater, ratee_label[ratings.ratee], count)
    within = ratee_label[ratings.ratee] == rater_label[ratings.rater]
    return [chosen(ratings, within & (ratee_label[ratings.ratee] == label)) for label in range(count)]


def _labels(ratings: Ratings, fitted: Mask) -> tuple[int, NDArray[Any], NDArray[Any]]:
    """How many subsets the fitted ratings make, and which one each ratee and rater is in, if any."""
    ratees, raters = len(ratings.ratees), len(ratings.raters)
    ratee, rater = ratings.ratee[fitted], ratings.rater[fitted]
    edges = sparse.csr_matrix(
        (np.ones(len(ratee), dtype=bool), (ratee, rater + ratees)), shape=(ratees + raters,) * 2
    )
    _, label = csgraph.connected_components(edges, directed=False)
    present = np.zeros(ratees + raters, dtype=bool)
    present[ratee] = present[rater + ratees] = True
    named, label[present] = np.unique(label[present], return_inverse=True)
    label[~present] = _NOWHERE
    return len(named), label[:ratees], label[ratees:]


def _join(label: NDArray[Any], index: Indices, partner: NDArray[Any], count: int) -> None:
    """Gives those in no subset the one that most of their partners are in, where any is."""
    known = (label[index] == _NOWHERE) & (partner != _NOWHERE)
    key = index[known].astype(np.int64) * count + partner[known]
    keys, times = np.unique(key, return_counts=True)
    order = np.lexsort((-keys, times))  # the most frequent last, the lowest label among equals
    label[keys[order] // count] = keys[order] % count
