"""Fits of simulated ratings and of toys that can be checked by hand or against another program."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from calibration.rasch.calibration import Calibration, Element, Method
from calibration.rasch.fit import calibrate
from calibration.rasch.ratings import Ratings, chosen, ratings_of
from calibration.rasch.separation import separation_of
from tests.calibration.simulated_ratings import THRESHOLDS, Simulated, simulated

DATA = Path(__file__).parent / "data"
METHODS: list[Method] = ["mml", "jml"]


def toy(name: str) -> Ratings:
    """Scores of C1 and C2 on 1 to 5: A* met R1 and R2, B* met R3 and R4, and X1, if there, R2 and R3."""
    with (DATA / name).open(newline="") as text:
        rows = list(csv.DictReader(text))
    ratee, rater, item = ([row[key] for row in rows] for key in ("ratee", "rater", "item"))
    scores = [100 * int(row["score"]) for row in rows]
    return ratings_of(ratee, rater, item, scores, lowest=100, highest=500)


def measures(elements: dict[str, Element]) -> list[float]:
    return [element.measure for element in elements.values()]


@pytest.fixture(scope="module")
def loop() -> Simulated:
    return simulated(ratees=700, raters=12, items=4)


@pytest.fixture(scope="module")
def loop_fit(loop: Simulated) -> Calibration:
    return calibrate(loop.ratings)


def test_known_severities_come_back_within_their_errors(loop: Simulated, loop_fit: Calibration) -> None:
    found = list(loop_fit.severity.values())
    off = np.array([each.measure for each in found]) - loop.severity
    assert np.corrcoef(measures(dict(loop_fit.severity)), loop.severity)[0, 1] > 0.98
    assert np.abs(off / [each.se for each in found]).max() < 3.5
    assert 0.5 < np.sqrt(np.mean((off / [each.se for each in found]) ** 2)) < 1.6


def test_known_difficulties_thresholds_and_population_come_back(
    loop: Simulated, loop_fit: Calibration
) -> None:
    assert measures(dict(loop_fit.difficulty)) == pytest.approx(loop.difficulty.tolist(), abs=0.12)
    assert list(loop_fit.thresholds) == pytest.approx(THRESHOLDS.tolist(), abs=0.2)
    assert loop_fit.mu == pytest.approx(loop.ability.mean(), abs=0.15)
    assert loop_fit.sigma == pytest.approx(loop.ability.std(), abs=0.1)


def test_a_fit_is_as_good_as_the_model_expects(loop_fit: Calibration) -> None:
    found = list(loop_fit.severity.values())
    assert np.mean([each.outfit or 0 for each in found]) == pytest.approx(1, abs=0.15)
    assert np.mean([each.infit or 0 for each in found]) == pytest.approx(1, abs=0.15)


@pytest.mark.parametrize("method", METHODS)
def test_severities_difficulties_and_thresholds_sum_to_zero(loop: Simulated, method: Method) -> None:
    fit = calibrate(loop.ratings, method)
    assert sum(measures(dict(fit.severity))) == pytest.approx(0, abs=1e-9)
    assert sum(measures(dict(fit.difficulty))) == pytest.approx(0, abs=1e-9)
    assert sum(each or 0 for each in fit.thresholds) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_the_order_of_the_scores_changes_nothing(loop: Simulated, method: Method) -> None:
    ratings = loop.ratings
    order = np.random.default_rng(5).permutation(len(ratings))
    shuffled = replace(
        ratings,
        ratee=ratings.ratee[order],
        rater=ratings.rater[order],
        item=ratings.item[order],
        category=ratings.category[order],
    )
    assert calibrate(shuffled, method).log_likelihood == pytest.approx(
        calibrate(ratings, method).log_likelihood, abs=1e-6
    )
    assert measures(dict(calibrate(shuffled, method).severity)) == pytest.approx(
        measures(dict(calibrate(ratings, method).severity)), abs=1e-6
    )


@pytest.mark.parametrize("method", METHODS)
def test_other_names_change_nothing_but_the_names(method: Method) -> None:
    ratings = toy("reconnected_toy.csv")
    renamed = replace(ratings, raters=("R9", "=cmd", "Ü", "R1"))
    ours, theirs = calibrate(ratings, method), calibrate(renamed, method)
    assert measures(dict(ours.severity)) == measures(dict(theirs.severity))
    assert list(theirs.severity) == ["R9", "=cmd", "Ü", "R1"]


def test_joint_measures_of_the_reconnected_toy_are_those_of_another_program() -> None:
    fit = calibrate(toy("reconnected_toy.csv"), "jml")
    assert fit.log_likelihood == pytest.approx(-35.880583, abs=1e-4)
    assert list(fit.thresholds) == pytest.approx([-2.132711, -0.563598, 0.686838, 2.009471], abs=1e-4)
    assert measures(dict(fit.severity)) == pytest.approx([-0.748711, 0.720159, -0.707645, 0.736197], abs=1e-4)
    r1 = fit.severity["R1"]
    assert [r1.se, r1.infit, r1.outfit] == pytest.approx([0.439271, 0.717604, 0.748246], abs=1e-4)
    assert r1.fair_average == pytest.approx(3.678377, abs=1e-4)
    assert r1.n == 8
    x1 = fit.ability["X1"]
    assert [x1.measure, x1.se, x1.fair_average] == pytest.approx([0.976041, 0.861716, 3.676208], abs=1e-4)
    assert len(fit.subsets) == 1
    assert fit.iterations < 10


@pytest.mark.parametrize("method", METHODS)
def test_subsets_are_fitted_as_if_each_were_alone(method: Method) -> None:
    ratings = toy("disconnected_toy.csv")
    whole = calibrate(ratings, method)
    assert [subset.raters for subset in whole.subsets] == [("R1", "R2"), ("R3", "R4")]
    assert [subset.ratees for subset in whole.subsets] == [("A1", "A2", "A3", "A4"), ("B1", "B2", "B3")]
    of_the_first = np.array([ratings.raters[each] in ("R1", "R2") for each in ratings.rater])
    alone = [calibrate(chosen(ratings, mask), method) for mask in (of_the_first, ~of_the_first)]
    for number, fit in enumerate(alone):
        for rater, element in fit.severity.items():
            assert whole.severity[rater] == replace(element, subset=number)
        assert whole.subsets[number].thresholds == fit.thresholds
        assert whole.subsets[number].mu == fit.mu
    assert whole.log_likelihood == sum(fit.log_likelihood for fit in alone)
    assert (whole.mu, whole.sigma) == (alone[0].mu, alone[0].sigma)
    assert whole.difficulty["C1"].subset == 0


@pytest.mark.parametrize("method", METHODS)
def test_a_shared_item_connects_nobody(method: Method) -> None:
    ratings = toy("disconnected_toy.csv")
    assert ratings.items == ("C1", "C2")
    assert len(calibrate(ratings, method).subsets) == 2
    assert len(calibrate(toy("reconnected_toy.csv"), method).subsets) == 1


def test_each_subset_is_centred_on_its_own_raters() -> None:
    for subset in calibrate(toy("disconnected_toy.csv")).subsets:
        assert sum(measures(dict(subset.severity))) == pytest.approx(0, abs=1e-9)


def test_separation_takes_the_errors_off_what_was_observed() -> None:
    # Variance 2 with divisor n and 2.5 with n - 1, mean squared error 0.5.
    found = separation_of(np.array([-2.0, -1.0, 0.0, 1.0, 2.0]), np.full(5, 0.5**0.5))
    assert found is not None
    assert found.rmse == pytest.approx(0.5**0.5)
    assert (found.population.sd**2, found.population.true_sd**2) == pytest.approx((2, 1.5))
    assert (found.population.separation**2, found.population.reliability) == pytest.approx((3, 0.75))
    assert (found.sample.sd**2, found.sample.true_sd**2) == pytest.approx((2.5, 2))
    assert (found.sample.separation**2, found.sample.reliability) == pytest.approx((4, 0.8))


def test_measures_closer_than_their_errors_have_no_reliability() -> None:
    found = separation_of(np.array([-0.1, 0.1]), np.array([1.0, 1.0]))
    assert found is not None
    assert (found.sample.separation, found.sample.reliability) == (0, 0)
    assert separation_of(np.array([0.1, 0.2]), np.array([1.0, np.inf])) is None


def test_joint_abilities_are_stretched_where_marginal_ones_are_not(
    loop: Simulated, loop_fit: Calibration
) -> None:
    joint = calibrate(loop.ratings, "jml")
    assert joint.sigma > 1.15 * loop.ability.std()
    assert loop_fit.sigma < 1.1 * loop.ability.std()
