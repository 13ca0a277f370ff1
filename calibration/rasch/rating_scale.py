"""The rating scale model for one score: how likely each category is, and the moments that follow.

At `eta = ability - difficulty - severity` the category with number u_m is as likely as
exp(u_m * eta - (s_1 + ... + s_m)), where u_0 < u_1 < ... are the categories that are used and s_m is the
step into the m-th of them (Andrich 1978; a threshold where the categories are neighbours).
"""

from dataclasses import dataclass

import numpy as np

from calibration.rasch.ratings import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """`numbers` are the used categories in order, `steps` the steps between them (one fewer)."""

    numbers: Floats
    steps: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """At every eta: the log of the normaliser, P(category m or above) per step m, mean and variance."""

    log_normaliser: Floats
    tails: Floats
    expected: Floats
    variance: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Mean, variance, third central moment and fourth cumulant of the score at every eta."""

    expected: Floats
    variance: Floats
    third: Floats
    fourth: Floats


def probabilities(eta: Floats, scale: Scale) -> tuple[Floats, Floats]:
    """(category × eta probabilities, log of the normaliser)."""
    costs = np.concatenate([[0.0], np.cumsum(scale.steps)])
    weights = np.multiply.outer(scale.numbers, eta)
    weights -= costs.reshape(-1, *[1] * eta.ndim)
    largest = weights.max(axis=0)
    weights -= largest
    np.exp(weights, out=weights)
    total = weights.sum(axis=0)
    weights /= total
    return weights, largest + np.log(total)


def curves(eta: Floats, scale: Scale) -> Curves:
    """What the marginal likelihood needs of the model at every eta."""
    share, log_normaliser = probabilities(eta, scale)
    expected = np.tensordot(scale.numbers, share, axes=1)
    variance = np.zeros_like(eta)
    for number, each in zip(scale.numbers, share, strict=True):
        variance += each * (number - expected) ** 2
    for m in range(len(share) - 2, 0, -1):  # in place: shares become shares of this category or above
        share[m] += share[m + 1]
    return Curves(log_normaliser, share[1:], expected, variance)


def step_covariances(found: Curves, scale: Scale) -> Floats:
    """Covariance of the score with being in category m or above (step × eta)."""
    # E[score; category m or above] = u_m P(m or above) + the sum over l > m of (u_l - u_(l-1)) P(l or above).
    above = np.empty_like(found.tails)
    beyond = np.zeros_like(found.expected)
    for m in range(len(above) - 1, -1, -1):
        above[m] = scale.numbers[m + 1] * found.tails[m] + beyond
        beyond += (scale.numbers[m + 1] - scale.numbers[m]) * found.tails[m]
    covariance: Floats = above - found.expected * found.tails
    return covariance


def moments(eta: Floats, scale: Scale) -> Moments:
    """The moments of a score at every eta, as Warm's estimate needs them."""
    share, _ = probabilities(eta, scale)
    expected = np.tensordot(scale.numbers, share, axes=1)
    variance, third, fourth = np.zeros_like(eta), np.zeros_like(eta), np.zeros_like(eta)
    for number, each in zip(scale.numbers, share, strict=True):
        apart = number - expected
        term = each * apart * apart
        variance += term
        term *= apart
        third += term
        term *= apart
        fourth += term
    return Moments(expected, variance, third, fourth - 3 * variance**2)
