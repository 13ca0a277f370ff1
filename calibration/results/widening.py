"""How much surer a fit is of severities than it may be.

The model takes the scores of a candidate, given ability, for independent. In truth those of one scorecard
rise and fall together: a good day, a weak spot, an impression. Standard errors that leave this out are too
small. By how much is measured as in P. J. Huber's and H. White's sandwich estimator: the scores of each
interviewer on one candidate, less what the model expects, are summed first and squared then.
"""

import numpy as np
from numpy.typing import NDArray

from calibration.rasch.calibration import Subset
from calibration.rasch.rating_scale import Scale, curves
from calibration.rasch.ratings import Ratings

FEWEST = 20  # pairs of interviewer and candidate from which it is measured
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(5)


def widening(ratings: Ratings, subset: Subset) -> float:
    """What the standard errors of the subset's severities are to be multiplied with, at least 1.

    The mean over interviewers, as that of one alone is unsure itself. 1 where there is too little to measure.
    """
    known = {
        uuid: each for uuid, each in subset.severity.items() if not each.extreme and np.isfinite(each.se)
    }
    if not known:
        return 1.0
    severity = _in_order(ratings.raters, {uuid: each.measure for uuid, each in known.items()})
    ability = _in_order(ratings.ratees, {uuid: each.mean for uuid, each in subset.expected_ability.items()})
    rows = ~np.isnan(severity[ratings.rater]) & ~np.isnan(ability[ratings.ratee])
    pair = ratings.ratee[rows].astype(np.int64) * len(ratings.raters) + ratings.rater[rows]
    pairs, of_pair = np.unique(pair, return_inverse=True)
    if len(pairs) < FEWEST:
        return 1.0
    together = np.bincount(of_pair, _residuals(ratings, rows, subset, severity, ability))
    squares = np.bincount(pairs % len(ratings.raters), together**2, len(ratings.raters))
    errors = _in_order(ratings.raters, {uuid: each.se for uuid, each in known.items()})
    return max(1.0, float(np.sqrt(np.nanmean(squares * errors**2))))


def _in_order(names: tuple[str, ...], values: dict[str, float]) -> NDArray[np.float64]:
    """In the order of the names, NaN for who has none."""
    return np.array([values.get(name, np.nan) for name in names], np.float64)


def _residuals(
    ratings: Ratings,
    rows: NDArray[np.bool_],
    subset: Subset,
    severity: NDArray[np.float64],
    ability: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Each score less its expectation over what the scores say of the ability, in categories."""
    deviation = _in_order(ratings.ratees, {uuid: each.sd for uuid, each in subset.expected_ability.items()})
    difficulty = _in_order(ratings.items, {name: each.measure for name, each in subset.difficulty.items()})
    scale = Scale(np.array(subset.used, np.float64), np.array(subset.steps, np.float64))
    middle = ability[ratings.ratee] - difficulty[ratings.item] - severity[ratings.rater]
    spread = deviation[ratings.ratee]
    expected = np.zeros(int(rows.sum()))
    for node, weight in zip(_NODES, _WEIGHTS / _WEIGHTS.sum(), strict=True):
        expected += weight * curves(middle[rows] + node * spread[rows], scale).expected
    return np.asarray(ratings.category[rows] - expected)
