"""Marginal maximum likelihood with a normal population of abilities.

Newton's method on severities, difficulties, steps, mu and log sigma (Bock & Aitkin 1981 for the likelihood,
Louis 1982 for its information), first on nodes wide enough to come near, then on fine ones.
"""

import math
from dataclasses import dataclass

import numpy as np

from calibration.rasch.climbing import climb, covariance
from calibration.rasch.design import Design
from calibration.rasch.marginal_likelihood import MarginalLikelihood
from calibration.rasch.posterior import expected_abilities, grid_of
from calibration.rasch.rating_scale import Scale
from calibration.rasch.ratings import Floats
from calibration.rasch.starting import spread, starting_values

_ROUGH_DEGREES, _FINE_DEGREES = 2, 5
_ROUGH_SPACING = 1.4  # in posterior sds
_NEAR, _THERE = 1e-2, 1e-8  # logits; a climb ends with a step shorter than this
_WIDEST_SPACING = 1.0  # logits, and the less the longer the scale: the curves are smooth over this
_WIDEST_OVER_SCALE = 1.5
_FINE_ENOUGH = 0.9
_MOST_GRIDS = 4
_FAR = 20.0  # logits


@dataclass(frozen=True, slots=True, eq=False)
class MarginalFit:
    """The maximum; `covariance` is of (severity, difficulty, steps), None where it is not determined."""

    severity: Floats
    difficulty: Floats
    scale: Scale
    mu: float
    sigma: float
    sigma_at_bound: bool
    covariance: Floats | None
    log_likelihood: float
    iterations: int
    converged: bool
    eap: Floats
    eap_sd: Floats


def fit_marginal(design: Design) -> MarginalFit:
    """The maximum of the marginal likelihood, its covariance, and each ratee's posterior mean and sd.

    `design` has at least two used categories.
    """
    severity, difficulty, steps, mu = starting_values(design)
    place = np.concatenate([severity, difficulty, steps, [mu, 0.0]])
    spacing = _ROUGH_SPACING / math.sqrt(1 + design.ratings_per_ratee.max() * spread(design))
    likelihood = MarginalLikelihood(design, spacing, _ROUGH_DEGREES)
    peak = climb(likelihood, place, _NEAR)
    taken = peak.iterations
    widest = min(_WIDEST_SPACING, _WIDEST_OVER_SCALE / float(design.numbers[-1] - design.numbers[0]))
    eap, eap_sd = _posteriors(likelihood, peak.place)
    for _ in range(_MOST_GRIDS):
        spacing = min(float(eap_sd.min()), widest)
        likelihood = MarginalLikelihood(design, spacing, _FINE_DEGREES)
        peak = climb(likelihood, peak.place, _THERE)
        taken += peak.iterations
        eap, eap_sd = _posteriors(likelihood, peak.place)
        if eap_sd.min() > _FINE_ENOUGH * spacing:
            break
    severity, difficulty, scale, mu, sigma = likelihood.parts(peak.place)
    return MarginalFit(
        severity,
        difficulty,
        scale,
        mu,
        sigma,
        likelihood.at_bound(peak.place),
        covariance(likelihood, peak.place),
        peak.log_likelihood,
        taken,
        peak.converged and not _runs_away(severity, difficulty),
        eap,
        eap_sd,
    )


def _runs_away(severity: Floats, difficulty: Floats) -> bool:
    """Whether a measure was on its way to no maximum when its gain became too small to follow."""
    return max(float(np.abs(severity).max()), float(np.abs(difficulty).max())) > _FAR


def _posteriors(likelihood: MarginalLikelihood, place: Floats) -> tuple[Floats, Floats]:
    design = likelihood.design
    severity, difficulty, scale, mu, sigma = likelihood.parts(place)
    locations, grid = design.locations(severity, difficulty), grid_of(sigma, likelihood.spacing)
    return expected_abilities(design, locations, scale, mu, sigma, grid)
