"""The marginal likelihood against brute force, and its derivatives against finite differences."""

import itertools
import math

import numpy as np
import pytest

from calibration.rasch.climbing import covariance
from calibration.rasch.design import Design, design_of
from calibration.rasch.marginal import fit_marginal
from calibration.rasch.marginal_likelihood import MarginalLikelihood
from calibration.rasch.rating_scale import Scale, curves, moments, probabilities, step_covariances
from calibration.rasch.ratings import Floats, Ratings
from tests.calibration.simulated_ratings import simulated


def design(ratings: Ratings) -> Design:
    shape = (len(ratings.ratees), len(ratings.raters), len(ratings.items))
    return design_of(ratings.ratee, ratings.rater, ratings.item, ratings.category, shape)


def somewhere(found: Design) -> Floats:
    """A place that is no maximum: centred severities, difficulties and steps, mu and log sigma."""
    random = np.random.default_rng(3)
    blocks = [random.normal(0, 0.5, size) for size in (found.raters, found.items, found.steps)]
    return np.concatenate([*(block - block.mean() for block in blocks), [0.3, math.log(1.3)]])


@pytest.fixture(scope="module")
def likelihood() -> MarginalLikelihood:
    return MarginalLikelihood(design(simulated(ratees=40, raters=5, items=3).ratings), 0.2, 5)


def test_the_likelihood_is_the_integral_over_abilities() -> None:
    ratings = simulated(ratees=3, raters=2, items=2).ratings
    small = design(ratings)
    place = somewhere(small)
    likelihood = MarginalLikelihood(small, 0.2, 5)
    severity, difficulty, scale, mu, sigma = likelihood.parts(place)
    brute = 0.0
    abilities = np.linspace(mu - 10 * sigma, mu + 10 * sigma, 8001)
    density = np.exp(-0.5 * ((abilities - mu) / sigma) ** 2) / (sigma * math.sqrt(2 * math.pi))
    numbers = {number: place for place, number in enumerate(small.numbers.astype(int).tolist())}
    for ratee in range(3):
        product = density.copy()
        for row in np.flatnonzero(ratings.ratee == ratee):
            eta = abilities - severity[ratings.rater[row]] - difficulty[ratings.item[row]]
            product *= probabilities(eta, scale)[0][numbers[int(ratings.category[row])]]
        brute += math.log(product.sum() * (abilities[1] - abilities[0]))
    assert likelihood.slope(place).log_likelihood == pytest.approx(brute, abs=1e-8)


def test_the_gradient_is_that_of_the_likelihood(likelihood: MarginalLikelihood) -> None:
    place = somewhere(likelihood.design)
    numeric = [
        (likelihood.slope(place + step).log_likelihood - likelihood.slope(place - step).log_likelihood) / 2e-5
        for step in 1e-5 * np.eye(len(place))
    ]
    centred = likelihood.centring.vector(np.array(numeric))
    assert likelihood.slope(place).gradient.tolist() == pytest.approx(centred.tolist(), abs=1e-5)


def test_the_information_is_that_of_the_likelihood(likelihood: MarginalLikelihood) -> None:
    place, centring = somewhere(likelihood.design), likelihood.centring
    columns = []
    for step in 1e-5 * np.eye(len(place)):
        there, back = (likelihood.slope(place + sign * step).gradient for sign in (1, -1))
        columns.append((back - there) / 2e-5)
    numeric = centring.matrix(np.array(columns))
    found = likelihood.information(place).observed
    assert np.abs(found - numeric).max() < 2e-3 * np.abs(numeric).max()
    assert np.abs(np.linalg.inv(found) / np.linalg.inv(numeric) - 1).max() < 2e-2


@pytest.mark.parametrize(("raters", "raters_each", "items"), [(12, 12, 6), (5, 2, 3)])
def test_a_fit_is_the_maximum_on_far_finer_nodes_too(raters: int, raters_each: int, items: int) -> None:
    # With 72 scores each, posteriors are as narrow as 0.14.
    ratings = simulated(ratees=80, raters=raters, items=items, raters_each=raters_each).ratings
    fit = fit_marginal(design(ratings))
    fine = MarginalLikelihood(design(ratings), 0.02, 8)
    place = np.concatenate([fit.severity, fit.difficulty, fit.scale.steps, [fit.mu, math.log(fit.sigma)]])
    found = covariance(fine, place)
    assert found is not None
    assert fit.covariance is not None
    assert fit.log_likelihood == pytest.approx(fine.slope(place).log_likelihood, abs=1e-6)
    assert np.abs(found @ fine.slope(place).gradient).max() < 1e-6
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx(np.sqrt(np.diag(found)), rel=1e-5)


def test_known_abilities_would_tell_more(likelihood: MarginalLikelihood) -> None:
    information = likelihood.information(somewhere(likelihood.design))
    missing = np.linalg.eigvalsh(information.complete - information.observed)
    assert missing.min() > -1e-9
    assert missing.max() > 1


def test_sums_over_many_small_chunks_are_the_sums(
    likelihood: MarginalLikelihood, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = somewhere(likelihood.design)
    whole, information = likelihood.slope(place), likelihood.information(place)
    monkeypatch.setattr("calibration.rasch.design._LARGEST_CHUNK", 64)
    assert len(list(likelihood.design.chunks(50))) > 5
    assert likelihood.slope(place).log_likelihood == pytest.approx(whole.log_likelihood, abs=1e-9)
    assert np.allclose(likelihood.slope(place).gradient, whole.gradient, atol=1e-9)
    assert np.allclose(likelihood.information(place).observed, information.observed, atol=1e-9)


def test_many_raters_are_summed_sparsely_to_the_same(
    likelihood: MarginalLikelihood, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = somewhere(likelihood.design)
    dense = likelihood.information(place).observed
    monkeypatch.setattr("calibration.rasch.products._MANY_RATERS", 1)
    assert np.allclose(likelihood.information(place).observed, dense, atol=1e-9)


@pytest.mark.parametrize("numbers", [[0, 1], [0, 1, 2, 3], [0, 2, 3, 7]])
def test_the_moments_are_those_of_the_probabilities(numbers: list[int]) -> None:
    scale = Scale(np.array(numbers, dtype=float), np.array([-0.4, 0.1, 0.9][: len(numbers) - 1]))
    eta = np.array([-3.0, 0.2, 2.5])
    weights = np.exp(np.outer(scale.numbers, eta) - np.concatenate([[0], np.cumsum(scale.steps)])[:, None])
    share = weights / weights.sum(axis=0)
    mean = scale.numbers @ share
    central = [((scale.numbers[:, None] - mean) ** power * share).sum(axis=0) for power in range(5)]
    found, plain = curves(eta, scale), moments(eta, scale)
    assert np.allclose(probabilities(eta, scale)[0], share)
    assert np.allclose(found.log_normaliser, np.log(weights.sum(axis=0)))
    assert np.allclose(found.expected, mean)
    assert np.allclose(found.variance, central[2])
    assert np.allclose(plain.third, central[3])
    assert np.allclose(plain.fourth, central[4] - 3 * central[2] ** 2)
    for step, three in itertools.product(range(len(numbers) - 1), range(3)):
        above = share[step + 1 :, three].sum()
        joint = scale.numbers[step + 1 :] @ share[step + 1 :, three]
        assert found.tails[step, three] == pytest.approx(above)
        assert step_covariances(found, scale)[step, three] == pytest.approx(joint - mean[three] * above)
