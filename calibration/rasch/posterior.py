"""What the scores say of each ratee's ability: a posterior on equally spaced nodes.

The rectangle rule over a normal prior is exact to about 2 exp(-2 pi^2 s^2 / h^2) with s the posterior sd and
h the spacing: five billionths at h = s (L. N. Trefethen and J. Weideman, SIAM Review 56, 2014).
"""

import math
from dataclasses import dataclass

import numpy as np

from calibration.rasch.design import Chunk, Design
from calibration.rasch.rating_scale import Scale, probabilities
from calibration.rasch.ratings import Floats

_REACH = 6.5  # sds of the population to either side
_MOST_NODES = 4001


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Standard normal nodes and the logs of their weights, which sum to one."""

    nodes: Floats
    log_weights: Floats


def grid_of(sigma: float, spacing: float) -> Grid:
    """Nodes no further apart than `spacing` logits in a population with this sd."""
    wanted = math.ceil(2 * _REACH * sigma / spacing)
    nodes = np.linspace(-_REACH, _REACH, min(max(wanted, 2 * math.ceil(_REACH)), _MOST_NODES) + 1)
    log_weights = -0.5 * nodes**2
    return Grid(nodes, log_weights - np.log(np.exp(log_weights).sum()))


def posterior(
    design: Design, chunk: Chunk, log_normaliser: Floats, abilities: Floats, grid: Grid
) -> tuple[Floats, float]:
    """(ratees × nodes weights, each row summing to one; log-likelihood but for terms without ability)."""
    weights = np.multiply.outer(design.total[chunk.ratees], abilities)
    weights -= chunk.counts @ log_normaliser
    weights += grid.log_weights
    largest = weights.max(axis=1, keepdims=True)
    weights -= largest
    np.exp(weights, out=weights)
    total = weights.sum(axis=1, keepdims=True)
    weights /= total
    return weights, float(largest.sum() + np.log(total).sum())


def expected_abilities(
    design: Design, locations: Floats, scale: Scale, mu: float, sigma: float, grid: Grid
) -> tuple[Floats, Floats]:
    """The mean and the sd of each ratee's posterior (EAP)."""
    abilities = mu + sigma * grid.nodes
    _, log_normaliser = probabilities(np.subtract.outer(abilities, locations).T, scale)
    means, deviations = np.empty(design.ratees), np.empty(design.ratees)
    for chunk in design.chunks(len(abilities)):
        weights, _ = posterior(design, chunk, log_normaliser, abilities, grid)
        mean = weights @ grid.nodes
        means[chunk.ratees] = mu + sigma * mean
        deviations[chunk.ratees] = sigma * np.sqrt(np.maximum(weights @ grid.nodes**2 - mean**2, 0.0))
    return means, deviations
