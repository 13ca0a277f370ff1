"""Severity in points of the scale, for people who do not think in logits."""

from dataclasses import dataclass

import numpy as np

from calibration.rasch.calibration import Calibration
from calibration.rasch.rating_scale import Scale, curves

TIMES_SE = 1.96  # of a 95 % interval

_FAR = 100.0  # logits; further away nothing changes


@dataclass(frozen=True, slots=True)
class Points:
    """Points of the scale above the average interviewer (below zero is stricter), with a 95 % interval."""

    value: float
    lower: float
    upper: float


def points(calibration: Calibration, subset: int, severity: float) -> float:
    """What a candidate of mean ability gets from an interviewer of this severity, less what the average
    interviewer (severity zero) gives: expected scores, the mean over the items of the subset."""
    return _expected(calibration, subset, severity) - _expected(calibration, subset, 0.0)


def interval_points(calibration: Calibration, subset: int, severity: float, se: float) -> Points:
    """The same with the ends of the 95 % interval; an infinite se reaches to the ends of the scale."""
    return Points(
        value=points(calibration, subset, severity),
        lower=points(calibration, subset, severity + TIMES_SE * se),
        upper=points(calibration, subset, severity - TIMES_SE * se),
    )


def _expected(calibration: Calibration, subset: int, severity: float) -> float:
    """The expected score in points; ValueError for a subset that was not fitted."""
    fitted = calibration.subsets[subset]
    if fitted.mu is None:
        raise ValueError("nothing was fitted in this subset")
    difficulty = np.array([item.measure for item in fitted.difficulty.values()])
    eta = np.clip(fitted.mu - difficulty - np.clip(severity, -_FAR, _FAR), -_FAR, _FAR)
    scale = Scale(np.array(fitted.used, dtype=float), np.array(fitted.steps))
    mean = float(curves(eta, scale).expected.mean())
    return (calibration.lowest + mean * calibration.step) / 100
