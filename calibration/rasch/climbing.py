"""Newton's climb to the maximum of a likelihood with centred blocks."""

from dataclasses import dataclass

import numpy as np
from scipy import linalg

from calibration.rasch.marginal_likelihood import Information, MarginalLikelihood, Slope
from calibration.rasch.ratings import Floats, Mask

_MOST_STEPS = 150
_MOST_HALVINGS = 30
_LONG_STEP = 0.02  # logits; while steps are longer, the information is made anew
_LONGEST_STEP = 2.0
_NO_GAIN = 1e-9  # of log-likelihood: what a step promises at the end of a climb, however long it is
_SHARES_OF_MISSING = (0.0, 0.1, 0.3, 1.0)
_ROUNDING = 1e-12  # share of a log-likelihood that may be lost to rounding, beside what is no gain


@dataclass(frozen=True, slots=True, eq=False)
class Peak:
    """Where a climb ended, after how many steps, and whether the last one was short enough."""

    place: Floats
    log_likelihood: float
    iterations: int
    converged: bool


def climb(likelihood: MarginalLikelihood, place: Floats, tolerance: float) -> Peak:
    """Climbs until a step is shorter than `tolerance` in every parameter.

    Or until the next step promises no gain, as on a ridge that the scores leave flat. The information is made
    anew only while steps are long; close to the top, the last one does. Where it is not positive definite,
    as much of the missing information is added as makes it so, at most all, which gives the steps of EM. A
    step that loses likelihood is halved.
    """
    place = likelihood.bounded(place)
    here, information, length = likelihood.slope(place), None, np.inf
    for taken in range(1, _MOST_STEPS + 1):
        if information is None or length > _LONG_STEP:
            information = likelihood.information(place)
        step = _step(information, here.gradient, likelihood.held(place, here.gradient))
        if step is None:
            return Peak(place, here.log_likelihood, taken, converged=False)
        step *= min(1.0, _LONGEST_STEP / max(np.abs(step).max(), _LONGEST_STEP))
        slope = here.gradient
        there, here = _taken(likelihood, place, here, step)
        length, promised = float(np.abs(there - place).max()), float(step @ slope)
        place = there
        if length < tolerance or promised < _NO_GAIN:
            return Peak(place, here.log_likelihood, taken, converged=True)
    return Peak(place, here.log_likelihood, _MOST_STEPS, converged=False)


def _taken(likelihood: MarginalLikelihood, place: Floats, here: Slope, step: Floats) -> tuple[Floats, Slope]:
    """Where the step leads, halved until it loses no likelihood; nowhere when no part of it does."""
    for _ in range(_MOST_HALVINGS):
        there = likelihood.bounded(place + step)
        found = likelihood.slope(there)
        if found.log_likelihood >= here.log_likelihood - _NO_GAIN - _ROUNDING * abs(here.log_likelihood):
            return there, found
        step = step / 2
    return place, here


def covariance(likelihood: MarginalLikelihood, place: Floats) -> Floats | None:
    """The inverse of the observed information at a maximum; None where the scores do not determine it.

    A parameter that stands at its bound is taken as known.
    """
    held = likelihood.held(place, likelihood.slope(place).gradient)
    factor = _factor(_without(likelihood.information(place).observed, held))
    if factor is None:
        return None
    return likelihood.centring.covariance(linalg.cho_solve(factor, np.eye(len(place))))


def _step(information: Information, gradient: Floats, held: Mask) -> Floats | None:
    """Newton's step, with the held parameters where they are; None where the scores point nowhere."""
    for share in _SHARES_OF_MISSING:
        matrix = (1 - share) * information.observed + share * information.complete
        factor = _factor(_without(matrix, held))
        if factor is not None:
            step: Floats = linalg.cho_solve(factor, np.where(held, 0.0, gradient))
            return step
    return None


def _without(matrix: Floats, held: Mask) -> Floats:
    """The matrix with the held parameters cut off from the others."""
    if not held.any():
        return matrix
    cut = np.where(np.logical_or.outer(held, held), 0.0, matrix)
    cut[held, held] = 1.0
    return cut


def _factor(matrix: Floats) -> tuple[Floats, bool] | None:
    try:
        factor: tuple[Floats, bool] = linalg.cho_factor(matrix)
    except linalg.LinAlgError:
        return None
    pivots = np.diag(factor[0])
    return factor if pivots.min() > 1e-6 * pivots.max() else None
