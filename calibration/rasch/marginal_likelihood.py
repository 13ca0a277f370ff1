"""The marginal likelihood of a design, with its gradient (Fisher's identity) and its information."""

from dataclasses import dataclass

import numpy as np

from calibration.rasch.centring import Centring
from calibration.rasch.design import Design
from calibration.rasch.marginal_information import (
    complete_information,
    compressed,
    missing_information,
    population_information,
)
from calibration.rasch.posterior import Grid, grid_of, posterior
from calibration.rasch.rating_scale import Curves, Scale, curves
from calibration.rasch.ratings import Floats, Mask

SIGMA_BOUNDS = (0.01, 10.0)  # logits; beyond, the scores say no more than "next to nothing" or "without end"


@dataclass(frozen=True, slots=True, eq=False)
class Slope:
    """A log-likelihood at one place and its gradient, centred."""

    log_likelihood: float
    gradient: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Information:
    """Centred information at one place: `observed`, and `complete` as it were if abilities were known."""

    observed: Floats
    complete: Floats


class MarginalLikelihood:
    """A function of one vector: severities, difficulties, steps, mu, log sigma.

    Nodes are at most `spacing` logits apart; `degrees` says how far the information is expanded.
    """

    def __init__(self, design: Design, spacing: float, degrees: int) -> None:
        self.design, self.spacing, self.degrees = design, spacing, degrees
        self.centring = Centring((design.raters, design.items, design.steps), free=2)
        self._bounds = np.log(SIGMA_BOUNDS)

    def parts(self, place: Floats) -> tuple[Floats, Floats, Scale, float, float]:
        """Severity, difficulty, scale, mu and sigma at a place."""
        design = self.design
        severity, difficulty, steps, _ = np.split(
            place, np.cumsum([design.raters, design.items, design.steps])
        )
        return severity, difficulty, Scale(design.numbers, steps), float(place[-2]), float(np.exp(place[-1]))

    def bounded(self, place: Floats) -> Floats:
        """The nearest place whose sigma is within bounds."""
        return np.append(place[:-1], np.clip(place[-1], *self._bounds))

    def at_bound(self, place: Floats) -> bool:
        """Whether sigma stands at a bound."""
        return bool(place[-1] in self._bounds)

    def held(self, place: Floats, gradient: Floats) -> Mask:
        """Which parameters stand at a bound that the gradient would have them cross."""
        held = np.zeros(len(place), dtype=bool)
        low, high = self._bounds
        held[-1] = (place[-1] <= low and gradient[-1] < 0) or (place[-1] >= high and gradient[-1] > 0)
        return held

    def slope(self, place: Floats) -> Slope:
        """Log-likelihood and gradient."""
        severity, difficulty, scale, mu, sigma = self.parts(place)
        design, grid, found = self.design, *self._curves(place)
        mass, node_mass = np.zeros_like(found.expected), np.zeros(len(grid.nodes))
        log_likelihood = -float(
            design.pair_total @ design.locations(severity, difficulty) + design.reached @ scale.steps
        )
        for chunk in design.chunks(len(grid.nodes)):
            weights, each = posterior(design, chunk, found.log_normaliser, mu + sigma * grid.nodes, grid)
            mass += chunk.transposed @ weights
            node_mass += weights.sum(axis=0)
            log_likelihood += each
        return Slope(log_likelihood, self._gradient(found, mass, node_mass, grid, sigma))

    def information(self, place: Floats) -> Information:
        """The information, observed and complete."""
        *_, scale, mu, sigma = self.parts(place)
        design, grid, found = self.design, *self._curves(place)
        small = compressed(found, scale, grid.nodes, sigma)
        mass, node_mass = np.zeros_like(found.expected), np.zeros(len(grid.nodes))
        missing = np.zeros((self.centring.size,) * 2)
        for chunk in design.chunks(len(grid.nodes)):
            weights, _ = posterior(design, chunk, found.log_normaliser, mu + sigma * grid.nodes, grid)
            mass += chunk.transposed @ weights
            node_mass += weights.sum(axis=0)
            missing += missing_information(design, chunk, small, weights, grid.nodes, self.degrees)
        complete = np.zeros_like(missing)
        complete[:-2, :-2] = complete_information(design, found, scale, mass)
        complete[-2:, -2:] = population_information(node_mass, grid.nodes, sigma)
        return Information(self.centring.matrix(complete - missing), self.centring.matrix(complete))

    def _curves(self, place: Floats) -> tuple[Grid, Curves]:
        severity, difficulty, scale, mu, sigma = self.parts(place)
        grid = grid_of(sigma, self.spacing)
        locations = self.design.locations(severity, difficulty)
        return grid, curves((mu + sigma * grid.nodes) - locations[:, None], scale)

    def _gradient(self, found: Curves, mass: Floats, node_mass: Floats, grid: Grid, sigma: float) -> Floats:
        design = self.design
        surplus = np.einsum("pg,pg->p", mass, found.expected) - design.pair_total
        reached = np.einsum("pg,mpg->m", mass, found.tails) - design.reached
        return self.centring.vector(
            np.concatenate(
                [
                    np.bincount(design.pair_rater, surplus, design.raters),
                    np.bincount(design.pair_item, surplus, design.items),
                    reached,
                    [node_mass @ grid.nodes / sigma, node_mass @ grid.nodes**2 - node_mass.sum()],
                ]
            )
        )
