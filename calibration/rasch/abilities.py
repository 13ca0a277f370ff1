"""Abilities by Warm's weighted likelihood, all other parameters fixed.

Source: T. A. Warm, Psychometrika 54 (1989): the ability that maximises the likelihood times the square root
of the information. It is finite for extreme scores too.
"""

import numpy as np

from calibration.rasch.rating_scale import Scale, moments
from calibration.rasch.ratings import Floats, Indices

_CLOSE = 1e-9
_TINY = 1e-12
_LONGEST_STEP = 1.0  # logits
_MOST_STEPS = 100
_CHUNK = 1 << 16


def warm_abilities(
    ratee: Indices, location: Floats, number: Floats, scale: Scale, start: Floats
) -> tuple[Floats, Floats]:
    """Each ratee's estimate and its se, 1 / sqrt(information).

    Per score: its ratee, its difficulty plus severity, and the number of its category. `start` has one
    value per ratee, each of whom has a score.
    """
    order = np.argsort(ratee, kind="stable")
    edges = np.concatenate([[0], np.cumsum(np.bincount(ratee, minlength=len(start)))])
    ability, se = start.copy(), np.empty(len(start))
    first = 0
    while first < len(start):
        last = max(first + 1, int(np.searchsorted(edges, edges[first] + _CHUNK, side="right")) - 1)
        rows = order[edges[first] : edges[last]]
        part = slice(first, last)
        ability[part], se[part] = _warm(
            ratee[rows] - first, location[rows], number[rows], scale, ability[part]
        )
        first = last
    return ability, se


def _warm(
    ratee: Indices, location: Floats, number: Floats, scale: Scale, start: Floats
) -> tuple[Floats, Floats]:
    """The same, for ratees few enough to be done at once."""
    ability, length = start.copy(), len(start)
    total = np.bincount(ratee, number, length)
    information = np.ones(length)
    for _ in range(_MOST_STEPS):
        found = moments(ability[ratee] - location, scale)
        information = np.maximum(np.bincount(ratee, found.variance, length), _TINY)
        third = np.bincount(ratee, found.third, length)
        fourth = np.bincount(ratee, found.fourth, length)
        slope = total - np.bincount(ratee, found.expected, length) + third / (2 * information)
        curvature = information - (fourth * information - third**2) / (2 * information**2)
        step = slope / np.where(curvature > 0.1 * information, curvature, information)
        step = np.clip(step, -_LONGEST_STEP, _LONGEST_STEP)
        ability += step
        if np.abs(step).max() < _CLOSE:
            break
    return ability, 1 / np.sqrt(information)
