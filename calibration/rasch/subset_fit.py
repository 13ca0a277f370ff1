"""One connected subset fitted, and everyone in it given a measure: those in the fit and those beside it."""

from dataclasses import dataclass

import numpy as np

from calibration.rasch.abilities import warm_abilities
from calibration.rasch.calibration import Method
from calibration.rasch.design import Design, design_of
from calibration.rasch.extremes import Facet, indices, place, size
from calibration.rasch.joint import JointFit, fit_joint
from calibration.rasch.marginal import MarginalFit, fit_marginal
from calibration.rasch.rating_scale import Scale, curves
from calibration.rasch.ratings import Floats, Mask, Ratings, chosen
from calibration.rasch.subsets import Part

_TINY = 1e-12

FACETS: tuple[Facet, ...] = ("ratee", "rater", "item")


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """Measures and their se of one facet, in the order of its names; which ones are extreme."""

    measure: Floats
    se: Floats
    extreme: Mask


@dataclass(frozen=True, slots=True, eq=False)
class SubsetFit:
    """A fitted subset; `eap` and `eap_sd` (per ratee) and `step_errors` are None under jml."""

    method: Method
    ratings: Ratings
    fitted: Mask
    facets: dict[Facet, Measures]
    scale: Scale
    mu: float
    sigma: float
    sigma_at_bound: bool
    step_errors: Floats | None
    eap: Floats | None
    eap_sd: Floats | None
    log_likelihood: float
    iterations: int
    converged: bool


def fit_subset(part: Part, method: Method) -> SubsetFit:
    """Fits a part that has something to fit."""
    return _marginally(part) if method == "mml" else _jointly(part)


def _marginally(part: Part) -> SubsetFit:
    ratings, present = part.ratings, _present(part)
    design = _design(part)
    fit = fit_marginal(design)
    eap = _spread(present["ratee"], fit.eap, fit.mu)
    measures = _measures(part, present, eap, fit)
    location = measures["rater"][ratings.rater] + measures["item"][ratings.item]
    numbers = np.clip(ratings.category.astype(float), fit.scale.numbers[0], fit.scale.numbers[-1])
    measures["ratee"], se = warm_abilities(ratings.ratee, location, numbers, fit.scale, eap)
    severity_se, difficulty_se, step_errors = _errors(fit.covariance, design)
    placed = _placed_errors(part, measures, fit.scale)
    facets: dict[Facet, Measures] = {
        "ratee": Measures(measures["ratee"], se, _at_one_end(ratings, fit.scale)),
        "rater": _with_errors("rater", measures, present, severity_se, placed),
        "item": _with_errors("item", measures, present, difficulty_se, placed),
    }
    return SubsetFit(
        method="mml",
        ratings=ratings,
        fitted=part.fitted,
        facets=facets,
        scale=fit.scale,
        mu=fit.mu,
        sigma=fit.sigma,
        sigma_at_bound=fit.sigma_at_bound,
        step_errors=step_errors,
        eap=eap,
        eap_sd=_spread(present["ratee"], fit.eap_sd, fit.sigma),
        log_likelihood=fit.log_likelihood,
        iterations=fit.iterations,
        converged=fit.converged,
    )


def _jointly(part: Part) -> SubsetFit:
    ratings, present = part.ratings, _present(part)
    fit = fit_joint(_design(part))
    mu, sigma = float(fit.ability.mean()), float(fit.ability.std(ddof=min(1, len(fit.ability) - 1)))
    measures = _measures(part, present, _spread(present["ratee"], fit.ability, mu), fit)
    placed = _placed_errors(part, measures, fit.scale)
    variance = curves(etas(ratings, measures), fit.scale).variance[part.fitted]
    facets: dict[Facet, Measures] = {}
    for facet in FACETS:
        index = indices(ratings, facet)[part.fitted]
        information = np.bincount(index, variance, size(ratings, facet))[present[facet]]
        se = 1 / np.sqrt(np.maximum(information, _TINY))
        facets[facet] = _with_errors(facet, measures, present, se, placed)
    return SubsetFit(
        method="jml",
        ratings=ratings,
        fitted=part.fitted,
        facets=facets,
        scale=fit.scale,
        mu=mu,
        sigma=sigma,
        sigma_at_bound=False,
        step_errors=None,
        eap=None,
        eap_sd=None,
        log_likelihood=fit.log_likelihood,
        iterations=fit.iterations,
        converged=fit.converged,
    )


def etas(ratings: Ratings, measures: dict[Facet, Floats]) -> Floats:
    """Ability less difficulty and severity of every rating."""
    eta: Floats = (
        measures["ratee"][ratings.ratee] - measures["rater"][ratings.rater] - measures["item"][ratings.item]
    )
    return eta


def _design(part: Part) -> Design:
    inner = chosen(part.ratings, part.fitted)
    shape = (len(inner.ratees), len(inner.raters), len(inner.items))
    return design_of(inner.ratee, inner.rater, inner.item, inner.category, shape)


def _present(part: Part) -> dict[Facet, Mask]:
    """Which elements of each facet are in the fit."""
    present: dict[Facet, Mask] = {}
    for facet in FACETS:
        present[facet] = np.zeros(size(part.ratings, facet), dtype=bool)
        present[facet][indices(part.ratings, facet)[part.fitted]] = True
    return present


def _spread(present: Mask, values: Floats, otherwise: float) -> Floats:
    """The values of those present, among all of the facet."""
    spread = np.full(len(present), otherwise)
    spread[present] = values
    return spread


def _measures(
    part: Part, present: dict[Facet, Mask], ability: Floats, fit: MarginalFit | JointFit
) -> dict[Facet, Floats]:
    """The measures of everyone in the part: those fitted, and those placed beside them."""
    measures: dict[Facet, Floats] = {
        "ratee": ability.copy(),
        "rater": _spread(present["rater"], fit.severity, 0.0),
        "item": _spread(present["item"], fit.difficulty, 0.0),
    }
    place(part.rounds, part.ratings, measures, fit.scale)
    return measures


def _errors(covariance: Floats | None, design: Design) -> tuple[Floats, Floats, Floats]:
    """se of severities, difficulties and steps; infinite where they are not determined."""
    counts = np.array([design.raters, design.items, design.steps])
    if covariance is None:
        se = np.where(np.repeat(counts, counts) > 1, np.inf, 0.0)  # one alone is zero by definition
    else:
        se = np.sqrt(np.maximum(np.diag(covariance)[: counts.sum()], 0.0))
    severity, difficulty, steps = np.split(se, np.cumsum(counts)[:2])
    return severity, difficulty, steps


def _placed_errors(part: Part, measures: dict[Facet, Floats], scale: Scale) -> dict[Facet, Floats]:
    """1 / sqrt(information) of those placed beside the fit; infinite for all others."""
    variance = curves(etas(part.ratings, measures), scale).variance if part.rounds else np.empty(0)
    errors = {facet: np.full(size(part.ratings, facet), np.inf) for facet in FACETS}
    for each in part.rounds:
        index = indices(part.ratings, each.facet)[each.rows]
        information = np.bincount(index, variance[each.rows], len(each.elements))[each.elements]
        errors[each.facet][each.elements] = 1 / np.sqrt(np.maximum(information, _TINY))
    return errors


def _with_errors(
    facet: Facet,
    measures: dict[Facet, Floats],
    present: dict[Facet, Mask],
    se: Floats,
    placed: dict[Facet, Floats],
) -> Measures:
    errors = placed[facet].copy()
    errors[present[facet]] = se
    return Measures(measures[facet], errors, ~present[facet])


def _at_one_end(ratings: Ratings, scale: Scale) -> Mask:
    """Which ratees have nothing but scores at one end of what is used."""
    counts = np.bincount(ratings.ratee)
    low = np.bincount(ratings.ratee[ratings.category <= scale.numbers[0]], minlength=len(counts))
    high = np.bincount(ratings.ratee[ratings.category >= scale.numbers[-1]], minlength=len(counts))
    return np.asarray((low == counts) | (high == counts))
