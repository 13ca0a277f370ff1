"""How severity moves: fitted apart in each period, and brought to the scale of the whole.

Each period's fit is centred on its own raters. It is moved to the scale of the fit of everything by mean/mean
linking (M. J. Kolen & R. L. Brennan, Test Equating, 2014, section 6.2): by the mean, over the raters of the
period, of their severity on the whole less that in the period. Raters whose move stands out from the median
move are not what a link is made of, and left out of that mean. Where most raters drift one way the link goes
with them, so a drift is one against the others.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from calibration.rasch.calibration import Calibration, Element, Subset
from calibration.rasch.fair_averages import TIMES_SE, Points, interval_points, points
from calibration.rasch.fit import calibrate
from calibration.rasch.ratings import CannotCalibrate, Floats, Indices, Mask, Ratings, chosen

_LEAST_RATERS = 2  # one alone would be linked to itself


@dataclass(frozen=True, slots=True)
class PeriodSeverity:
    """A rater's severity in a period: logits on the scale of the whole fit, and points as there."""

    period: int
    measure: float
    se: float
    n: int
    points: Points


@dataclass(frozen=True, slots=True)
class Drift:
    """A rater's periods in order, and the last less the first where there are two.

    `difference` and `se` are logits (more is stricter than before), `difference_points` points of the scale
    (less is stricter). `drifts` when the difference is beyond 1.96 se.
    """

    periods: tuple[PeriodSeverity, ...]
    difference: float | None
    se: float | None
    difference_points: float | None
    drifts: bool


def drift(
    ratings: Ratings, period_of_ratee: Indices, periods: int, whole: Calibration | None = None
) -> dict[str, Drift]:
    """Per rater the severity in each period, by marginal likelihood.

    `period_of_ratee` numbers each ratee's period from 0 to periods - 1, or -1 for none. `whole` is the fit of
    all ratings where it is at hand. A period says nothing of a rater who is extreme in it, is connected with
    no other rater in it, or has no measure on the whole; a rater of whom no period says anything is left out.
    """
    calibration = whole or calibrate(ratings)
    found: dict[str, list[PeriodSeverity]] = {rater: [] for rater in ratings.raters}
    for period in range(periods):
        mask = period_of_ratee[ratings.ratee] == period
        for rater, severity in _period(ratings, mask, calibration, period):
            found[rater].append(severity)
    return {
        rater: _drift(calibration, rater, severities) for rater, severities in found.items() if severities
    }


def _period(
    ratings: Ratings, mask: Mask, whole: Calibration, period: int
) -> Iterator[tuple[str, PeriodSeverity]]:
    try:
        fitted = calibrate(chosen(ratings, mask)) if mask.any() else None
    except CannotCalibrate:
        return
    for subset in fitted.subsets if fitted else ():
        yield from _linked(subset, whole, period)


def _linked(subset: Subset, whole: Calibration, period: int) -> Iterator[tuple[str, PeriodSeverity]]:
    """The severities of a period's subset on the scale of the whole."""
    linking = _linking(subset.severity, whole.severity)
    if len(linking) < _LEAST_RATERS:
        return
    shift = _shift(
        np.array([whole.severity[rater].measure - each.measure for rater, each in linking.items()]),
        np.array([each.se for each in linking.values()]),
    )
    for rater, each in linking.items():
        measure = each.measure + shift
        in_points = interval_points(whole, whole.severity[rater].subset, measure, each.se)
        yield rater, PeriodSeverity(period, measure, each.se, each.n, in_points)


def _linking(severity: Mapping[str, Element], whole: Mapping[str, Element]) -> dict[str, Element]:
    """Those measured in both, and on the whole in one subset: that of the most of them."""
    both = {
        rater: each
        for rater, each in severity.items()
        if not each.extreme and np.isfinite(each.se) and rater in whole and not whole[rater].extreme
    }
    subsets = [whole[rater].subset for rater in both]
    most = max(sorted(set(subsets)), key=subsets.count, default=0)
    return {rater: each for rater, each in both.items() if whole[rater].subset == most}


def _shift(moves: Floats, se: Floats) -> float:
    """The mean of the moves that do not stand out; of all, when it is not the few that do."""
    steady = np.abs(moves - np.median(moves)) <= TIMES_SE * se
    return float(moves[steady].mean() if 2 * steady.sum() > len(moves) else moves.mean())


def _drift(whole: Calibration, rater: str, severities: list[PeriodSeverity]) -> Drift:
    if len(severities) < 2:
        return Drift(tuple(severities), None, None, None, drifts=False)
    first, last = severities[0], severities[-1]
    subset = whole.severity[rater].subset
    difference, se = last.measure - first.measure, float(np.hypot(first.se, last.se))
    moved = points(whole, subset, last.measure) - points(whole, subset, first.measure)
    return Drift(tuple(severities), difference, se, moved, drifts=abs(difference) > TIMES_SE * se)
