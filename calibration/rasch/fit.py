"""Many-facet Rasch calibration of ratings: each connected subset fitted apart and never compared."""

from collections.abc import Iterable, Mapping

from calibration.rasch.calibration import Calibration, Element, Method, Subset
from calibration.rasch.elements import subset_of, unfitted_subset
from calibration.rasch.ratings import CannotCalibrate, Ratings
from calibration.rasch.subset_fit import fit_subset
from calibration.rasch.subsets import Part, parts

_ONE_END = "every score in it is at one end of what its scores allow, which fits any measure beyond"


def calibrate(ratings: Ratings, method: Method = "mml") -> Calibration:
    """Fits `logit P(k)/P(k-1) = ability - difficulty - severity - threshold(k)`, centred at zero.

    Raises CannotCalibrate, with words for the person, when no subset can be fitted.
    """
    if not len(ratings):
        raise CannotCalibrate("there are no scores")
    if ratings.category.min() == ratings.category.max():
        raise CannotCalibrate("all scores are the same, so nothing tells anyone apart")
    found = parts(ratings, without_extreme_ratees=method == "jml")
    found.sort(key=lambda part: not part.fitted.any())  # those that can be fitted come first
    if not found[0].fitted.any():
        raise CannotCalibrate("there are too few scores to fit: everyone's are at one end of the scale")
    return _calibration(ratings, method, [_subset(part, method, place) for place, part in enumerate(found)])


def _subset(part: Part, method: Method, number: int) -> Subset:
    if not part.fitted.any():
        return unfitted_subset(part.ratings, _ONE_END)
    return subset_of(fit_subset(part, method), number)


def _calibration(ratings: Ratings, method: Method, subsets: list[Subset]) -> Calibration:
    largest = subsets[0]  # fitted, so its mu and sigma are there
    return Calibration(
        method=method,
        severity=_merged(ratings.raters, (subset.severity for subset in subsets)),
        difficulty=_merged(ratings.items, (subset.difficulty for subset in subsets)),
        ability=_merged(ratings.ratees, (subset.ability for subset in subsets)),
        expected_ability={name: each for subset in subsets for name, each in subset.expected_ability.items()},
        mu=largest.mu or 0.0,
        sigma=largest.sigma or 0.0,
        thresholds=largest.thresholds,
        log_likelihood=sum(subset.log_likelihood for subset in subsets),
        iterations=max(subset.iterations for subset in subsets),
        converged=all(subset.converged for subset in subsets),
        subsets=tuple(subsets),
        separation=largest.separation,
        lowest=ratings.lowest,
        step=ratings.step,
    )


def _merged(names: Iterable[str], facets: Iterable[Mapping[str, Element]]) -> dict[str, Element]:
    """The elements of all subsets in the ratings' order; of several with one name, the largest subset's."""
    found: dict[str, Element] = {}
    for elements in facets:
        for name, element in elements.items():
            found.setdefault(name, element)
    return {name: found[name] for name in names if name in found}
