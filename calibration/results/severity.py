"""How strict each interviewer is, with the candidates they met taken into account."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from calibration.evidence import Evidence
from calibration.rasch.calibration import Calibration, Element
from calibration.rasch.fair_averages import interval_points
from calibration.rasch.ratings import Ratings
from calibration.results.fitted import Comparable, fitted_to

FEWEST_SCORES = 20  # of which a severity is said: five scorecards of four competencies
FEWEST_CANDIDATES = 5
ENOUGH_FOR_FIT = 40  # scores; the mean square of fewer goes beyond both limits by chance
APART = 0.5  # points from the rest that are worth a word
ERRATIC, UNIFORM = 1.5, 0.5  # mean squares
_DIGITS = 4

Row: TypeAlias = dict[str, Any]


def severity_content(evidence: Evidence) -> dict[str, Any]:
    """JSON-ready: `interviewers` from the strictest on, subset by subset; `subsets` are those who compare
    with each other (calibration.results.fitted.Comparable); `apart`, how many points from the rest count as
    stricter or more lenient.

    Points are of the scale, below zero for who gives less than the average interviewer of the subset, and
    `low` to `high` is their 95 % interval: None of too few scores or candidates, or with nobody to compare
    to.
    `reading` is stricter, lenient, in_line, too_few or alone; `fit` is erratic, uniform, expected or too_few.
    `why_not` says in a sentence why nothing was fitted.
    """
    fitted = fitted_to(evidence)
    if fitted.calibration is None:
        return {"why_not": fitted.why_not, "apart": APART, "interviewers": [], "subsets": []}
    found, candidates = fitted.calibration, _candidates(fitted.ratings)
    scores = dict(zip(fitted.ratings.raters, _times(fitted.ratings.rater), strict=True))
    rows = [
        {"uuid": uuid, "subset": number, "scores": scores[uuid], "candidates": candidates[uuid]}
        | _measured(among.subset.severity.get(uuid), among, scores[uuid])
        | _in_points(found, among, uuid, _is_enough(scores[uuid], candidates[uuid]))
        for number, among in enumerate(fitted.comparables)
        for uuid in among.raters
    ]
    return {
        "why_not": "",
        "apart": APART,
        "interviewers": sorted(rows, key=_place),
        "subsets": [_subset(among, fitted.ratings) for among in fitted.comparables],
    }


def _times(index: NDArray[Any]) -> list[int]:
    counted: list[int] = np.bincount(index).tolist()
    return counted


def _candidates(ratings: Ratings) -> Mapping[str, int]:
    """How many different candidates each interviewer scored."""
    pairs = np.unique(ratings.rater.astype(np.int64) * len(ratings.ratees) + ratings.ratee)
    return dict(zip(ratings.raters, _times(pairs // len(ratings.ratees)), strict=True))


def _measured(element: Element | None, among: Comparable, scores: int) -> Row:
    """The measure in logits with its fit; None where the subset has no fit."""
    found: tuple[float | None, ...] = (None,) * 4
    if element is not None:
        found = (element.measure - among.centre, element.se * among.wider, element.infit, element.outfit)
    numbers = dict(zip(("measure", "se", "infit", "outfit"), map(rounded, found), strict=True))
    return {**numbers, "extreme": bool(element and element.extreme), "fit": _fit(element, scores)}


def _fit(element: Element | None, scores: int) -> str:
    if element is None or element.infit is None or element.outfit is None or scores < ENOUGH_FOR_FIT:
        return "too_few"
    if max(element.infit, element.outfit) > ERRATIC:
        return "erratic"
    return "uniform" if min(element.infit, element.outfit) < UNIFORM else "expected"


def _is_enough(scores: int, candidates: int) -> bool:
    return scores >= FEWEST_SCORES and candidates >= FEWEST_CANDIDATES


def _in_points(found: Calibration, among: Comparable, uuid: str, enough: bool) -> Row:
    if len(among.raters) == 1:
        return {"points": None, "low": None, "high": None, "reading": "alone"}
    element = among.subset.severity.get(uuid)
    if element is None or not enough or not np.isfinite(element.se):
        return {"points": None, "low": None, "high": None, "reading": "too_few"}
    severity, se = element.measure - among.centre, element.se * among.wider
    points = interval_points(found, element.subset, severity, se)
    reading = "in_line"
    if points.value < -APART and points.upper < 0:
        reading = "stricter"
    elif points.value > APART and points.lower > 0:
        reading = "lenient"
    ends = {"points": points.value, "low": points.lower, "high": points.upper}
    return {**{name: rounded(value) for name, value in ends.items()}, "reading": reading}


def _place(row: Row) -> tuple[int, bool, float, str]:
    """Subset by subset, the strictest first, those without a number last."""
    unknown = row["points"] is None
    return row["subset"], unknown, 0.0 if unknown else row["points"], row["uuid"]


def _subset(among: Comparable, ratings: Ratings) -> Row:
    """What interviewers who compare with each other rest on, and the subset of the fit they are in."""
    subset, members = among.subset, np.isin(ratings.raters, among.raters)
    mine = members[ratings.rater]
    parted, ability = subset.separation.severity, subset.separation.ability
    return {
        "interviewers": len(among.raters),
        "candidates": len(np.unique(ratings.ratee[mine])),
        "scores": int(mine.sum()),
        "mu": rounded(subset.mu),
        "sigma": rounded(subset.sigma),
        "thresholds": [rounded(each) for each in subset.thresholds],
        "separation": rounded(parted.population.separation) if parted else None,
        "reliability": rounded(parted.population.reliability) if parted else None,
        "candidates_reliability": rounded(ability.eap_reliability) if ability else None,
        "wider": rounded(among.wider),
        "converged": subset.converged,
        "why_not": subset.problem,
    }


def rounded(number: float | None) -> float | None:
    """As a run stores it; None for what JSON cannot hold."""
    return round(float(number), _DIGITS) if number is not None and np.isfinite(number) else None
