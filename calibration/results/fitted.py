"""The fit that several subjects say something of, made once for each evidence."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from calibration.evidence import Evidence
from calibration.rasch.calibration import Calibration, Subset
from calibration.rasch.fit import calibrate
from calibration.rasch.ratings import CannotCalibrate, Ratings
from calibration.results.ratings import Grouped, evidence_ratings, grouped
from calibration.results.widening import widening

NO_SCORES = "No final scorecard of this period holds a score."


@dataclass(frozen=True, slots=True, eq=False)
class Comparable:
    """Interviewers who compare with each other: those of one group (calibration.results.ratings) in one
    subset of the fit. `centre` is the severity in logits of the average among them, and `wider` what the
    standard errors of the subset are to be multiplied with (calibration.results.widening).
    """

    subset: Subset
    raters: tuple[str, ...]
    centre: float
    wider: float


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """The ratings and what was fitted to them; without a fit, `why_not` is a sentence that says why."""

    ratings: Ratings
    calibration: Calibration | None
    comparables: tuple[Comparable, ...] = ()
    why_not: str = ""


_fitted: WeakKeyDictionary[Evidence, Fitted] = WeakKeyDictionary()


def fitted_to(evidence: Evidence) -> Fitted:
    """The fit of all scores of the evidence, by marginal maximum likelihood."""
    if evidence not in _fitted:
        _fitted[evidence] = _fit(grouped(evidence_ratings(evidence)))
    return _fitted[evidence]


def _fit(found: Grouped) -> Fitted:
    ratings = found.ratings
    if not len(ratings):
        return Fitted(ratings, None, why_not=NO_SCORES)
    try:
        calibration = calibrate(ratings)
    except CannotCalibrate as refusal:
        words = str(refusal)
        return Fitted(ratings, None, why_not=f"{words[0].upper()}{words[1:].rstrip('.')}.")
    group_of = dict(zip(ratings.raters, found.group.tolist(), strict=True))
    comparables = [each for subset in calibration.subsets for each in _comparables(ratings, subset, group_of)]
    return Fitted(ratings, calibration, tuple(comparables))


def _comparables(ratings: Ratings, subset: Subset, group_of: dict[str, int]) -> list[Comparable]:
    wider = widening(ratings, subset)
    members: dict[int, list[str]] = {}
    for rater in subset.raters:
        members.setdefault(group_of[rater], []).append(rater)
    return [
        Comparable(subset, tuple(members[group]), _centre(subset, members[group]), wider)
        for group in sorted(members)
    ]


def _centre(subset: Subset, raters: list[str]) -> float:
    """The mean severity of those that the fit placed; the extreme ones stand outside it."""
    found = [subset.severity[rater] for rater in raters if rater in subset.severity]
    return float(np.mean([each.measure for each in found if not each.extreme] or [0.0]))
