"""A fitted subset as its elements: measures with their fit, fair averages and counts."""

from dataclasses import replace

import numpy as np

from calibration.rasch.calibration import Element, Expectation, FacetSeparations, Separation, Subset
from calibration.rasch.extremes import Facet, indices, size
from calibration.rasch.rating_scale import Scale, curves
from calibration.rasch.ratings import Floats, Ratings
from calibration.rasch.separation import eap_reliability, separation_of, wle_reliability
from calibration.rasch.subset_fit import SubsetFit, etas

_LEAST_VARIANCE = 1e-12


def subset_of(fit: SubsetFit, number: int) -> Subset:
    """What a fitted subset says; `number` is its place among the subsets."""
    ratings = fit.ratings
    residuals = _Residuals(fit)
    return Subset(
        ratees=ratings.ratees,
        raters=ratings.raters,
        items=ratings.items,
        scores=len(ratings),
        severity=_elements(fit, "rater", ratings.raters, residuals, number),
        difficulty=_elements(fit, "item", ratings.items, residuals, number),
        ability=_elements(fit, "ratee", ratings.ratees, residuals, number),
        expected_ability=_expectations(fit),
        mu=fit.mu,
        sigma=fit.sigma,
        sigma_at_bound=fit.sigma_at_bound,
        thresholds=_thresholds(fit.scale, fit.scale.steps, ratings.categories),
        threshold_errors=_thresholds(fit.scale, fit.step_errors, ratings.categories),
        used=tuple(int(each) for each in fit.scale.numbers),
        steps=tuple(fit.scale.steps.tolist()),
        log_likelihood=fit.log_likelihood,
        iterations=fit.iterations,
        converged=fit.converged,
        separation=_separations(fit),
    )


def unfitted_subset(ratings: Ratings, problem: str) -> Subset:
    """A subset in which nothing can be fitted, and why."""
    return Subset(
        ratees=ratings.ratees,
        raters=ratings.raters,
        items=ratings.items,
        scores=len(ratings),
        severity={},
        difficulty={},
        ability={},
        expected_ability={},
        mu=None,
        sigma=None,
        sigma_at_bound=False,
        thresholds=(None,) * (ratings.categories - 1),
        threshold_errors=(None,) * (ratings.categories - 1),
        used=(),
        steps=(),
        log_likelihood=0.0,
        iterations=0,
        converged=True,
        separation=FacetSeparations(None, None, None),
        problem=problem,
    )


class _Residuals:
    """Mean squares of the residuals of each element's scores in the fit.

    `outfit` is the mean of squared standardised residuals, `infit` the sum of squared residuals over the sum
    of variances (Wright & Masters 1982).
    """

    def __init__(self, fit: SubsetFit) -> None:
        self._ratings = fit.ratings
        self._fitted = fit.fitted
        measures = {facet: each.measure for facet, each in fit.facets.items()}
        found = curves(etas(fit.ratings, measures)[fit.fitted], fit.scale)
        self._variance = np.maximum(found.variance, _LEAST_VARIANCE)
        self._squared = (fit.ratings.category[fit.fitted] - found.expected) ** 2

    def mean_squares(self, facet: Facet) -> tuple[Floats, Floats, Floats]:
        """(infit, outfit, scores in the fit) of each element; 1 for one without scores there."""
        index, length = indices(self._ratings, facet)[self._fitted], size(self._ratings, facet)
        count = np.bincount(index, minlength=length).astype(float)
        variance = np.bincount(index, self._variance, length)
        squared = np.bincount(index, self._squared, length)
        standardised = np.bincount(index, self._squared / self._variance, length)
        some = count > 0
        infit = np.divide(squared, variance, out=np.ones(length), where=some)
        outfit = np.divide(standardised, count, out=np.ones(length), where=some)
        return infit, outfit, count


def _elements(
    fit: SubsetFit, facet: Facet, names: tuple[str, ...], residuals: _Residuals, number: int
) -> dict[str, Element]:
    facet_measures, ratings = fit.facets[facet], fit.ratings
    infit, outfit, in_fit = residuals.mean_squares(facet)
    everything = np.bincount(indices(ratings, facet), minlength=len(names))
    extreme = facet_measures.extreme
    count = np.where(extreme, everything, in_fit) if fit.method == "jml" else everything
    eta = facet_measures.measure if facet == "ratee" else fit.mu - facet_measures.measure
    fair = curves(eta, fit.scale).expected
    columns = (facet_measures.measure, facet_measures.se, infit, outfit, count, fair, extreme)
    return {
        name: Element(
            measure=measure,
            se=se,
            infit=None if alone else inner,
            outfit=None if alone else outer,
            n=int(n),
            fair_average=ratings.points(average),
            subset=number,
            extreme=alone,
        )
        for name, measure, se, inner, outer, n, average, alone in zip(
            names, *(column.tolist() for column in columns), strict=True
        )
    }


def _expectations(fit: SubsetFit) -> dict[str, Expectation]:
    if fit.eap is None or fit.eap_sd is None:
        return {}
    rows = zip(fit.ratings.ratees, fit.eap.tolist(), fit.eap_sd.tolist(), strict=True)
    return {name: Expectation(mean, sd) for name, mean, sd in rows}


def _thresholds(scale: Scale, values: Floats | None, categories: int) -> tuple[float | None, ...]:
    """One value per step of the whole scale, None beside a category that is not used."""
    thresholds: list[float | None] = [None] * (categories - 1)
    if values is not None:
        for below, above, value in zip(scale.numbers[:-1], scale.numbers[1:], values, strict=True):
            if above - below == 1:
                thresholds[int(below)] = float(value)
    return tuple(thresholds)


def _separations(fit: SubsetFit) -> FacetSeparations:
    return FacetSeparations(_separation(fit, "rater"), _separation(fit, "item"), _ability_separation(fit))


def _separation(fit: SubsetFit, facet: Facet) -> Separation | None:
    found = fit.facets[facet]
    return separation_of(found.measure[~found.extreme], found.se[~found.extreme])


def _ability_separation(fit: SubsetFit) -> Separation | None:
    if fit.eap is None or fit.eap_sd is None:
        return _separation(fit, "ratee")
    found = fit.facets["ratee"]
    separation = separation_of(found.measure, found.se)
    return separation and replace(
        separation,
        eap_reliability=eap_reliability(fit.eap, fit.eap_sd),
        wle_reliability=wle_reliability(found.measure, found.se),
    )
