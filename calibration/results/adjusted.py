"""What each candidate's mean score would be, had an average interviewer given every score."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from calibration.evidence import Evidence
from calibration.rasch.rating_scale import Scale, curves
from calibration.rasch.ratings import Ratings
from calibration.results.fitted import Fitted, fitted_to

FEWEST_SCORES = 3  # a scorecard of the small rubric
_DIGITS = 4
_NOWHERE = -1

Floats: TypeAlias = NDArray[np.float64]


def adjusted_content(evidence: Evidence) -> dict[str, Any]:
    """JSON-ready, in parallel columns by how far the two means are apart, furthest first: `applications` are
    database keys, `raw` and `adjusted` means in points, `scores` how many the means are of.

    `adjusted` is `raw` plus, on average over the scores, what the model expects an average interviewer to
    have given beyond the one who gave it, the candidate, the stage and the competency being the same; kept on
    the scale. None of fewer than FEWEST_SCORES, and where one was given by somebody who compares with nobody.
    `why_not` says in a sentence why nothing was fitted at all.
    """
    fitted = fitted_to(evidence)
    ratings = fitted.ratings
    size = len(ratings.ratees)
    scores = np.bincount(ratings.ratee, minlength=size)
    raw = _points(ratings, np.bincount(ratings.ratee, ratings.category, size) / np.maximum(scores, 1))
    beyond, compared = _beyond(fitted)
    times = np.bincount(ratings.ratee, compared, size)
    enough = (times == scores) & (scores >= FEWEST_SCORES)
    more = np.where(enough, np.bincount(ratings.ratee, beyond, size) / np.maximum(times, 1), np.nan)
    adjusted = np.clip(raw + more, evidence.lowest / 100, evidence.highest / 100)
    keys = _keys(evidence, ratings)
    order = np.lexsort((keys, -np.nan_to_num(np.abs(adjusted - raw), nan=-1.0)))
    return {
        "why_not": fitted.why_not,
        "applications": keys[order].tolist(),
        "raw": raw[order].round(_DIGITS).tolist(),
        "adjusted": [None if np.isnan(each) else round(float(each), _DIGITS) for each in adjusted[order]],
        "scores": scores[order].tolist(),
    }


def _points(ratings: Ratings, category: Floats) -> Floats:
    return (ratings.lowest + category * ratings.step) / 100


def _beyond(fitted: Fitted) -> tuple[Floats, Floats]:
    """For each score the points that an average interviewer is expected to give beyond it, and 1 where that
    can be said, 0 elsewhere.
    """
    ratings = fitted.ratings
    beyond, compared = np.zeros(len(ratings)), np.zeros(len(ratings))
    for among in fitted.comparables:
        if among.subset.problem or len(among.raters) == 1:
            continue
        subset = among.subset
        rater = _measures(ratings.raters, {name: subset.severity[name].measure for name in among.raters})
        ratee = _measures(ratings.ratees, {name: each.measure for name, each in subset.ability.items()})
        item = _measures(ratings.items, {name: each.measure for name, each in subset.difficulty.items()})
        rows = ~np.isnan(rater[ratings.rater]) & ~np.isnan(ratee[ratings.ratee])
        easier = (ratee[ratings.ratee] - item[ratings.item])[rows]
        scale = Scale(np.array(subset.used, np.float64), np.array(subset.steps, np.float64))
        given = curves(easier - rater[ratings.rater[rows]], scale).expected
        beyond[rows] = (curves(easier - among.centre, scale).expected - given) * ratings.step / 100
        compared[rows] = 1.0
    return beyond, compared


def _measures(names: tuple[str, ...], measures: dict[str, float]) -> Floats:
    """In the order of the names, NaN for who is not in it."""
    return np.array([measures.get(name, np.nan) for name in names], np.float64)


def _keys(evidence: Evidence, ratings: Ratings) -> NDArray[np.int64]:
    key_of = dict(zip(evidence.applications.uuids, evidence.applications.keys.tolist(), strict=True))
    return np.array([key_of[uuid] for uuid in ratings.ratees], np.int64)
