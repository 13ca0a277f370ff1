"""Scores at one end only, categories that nobody used, and data too thin for a fit."""

import math
from dataclasses import replace

import numpy as np
import pytest

from calibration.rasch.calibration import Calibration, Method
from calibration.rasch.fit import calibrate
from calibration.rasch.rating_scale import Scale, curves
from calibration.rasch.ratings import CannotCalibrate, Ratings, ratings_of
from tests.calibration.simulated_ratings import simulated

METHODS: list[Method] = ["mml", "jml"]


def rated(*rows: str, lowest: int = 1, highest: int = 5) -> Ratings:
    """Ratings from rows such as `"ann x 35421"`: ratee, rater and a score on each of the items 1, 2, ..."""
    cells = [
        (ratee, rater, f"item {number}", 100 * int(score))
        for ratee, rater, scores in (row.split() for row in rows)
        for number, score in enumerate(scores, 1)
        if score != "-"
    ]
    ratee, rater, item, score = zip(*cells, strict=True)
    return ratings_of(ratee, rater, item, score, lowest=100 * lowest, highest=100 * highest)


# Five candidates whom x, y and z met on three items; nobody is at one end.
USUAL = (
    "ann x 342",
    "ann y 453",
    "ben y 232",
    "ben z 121",
    "cat x 553",
    "cat z 344",
    "dan x 231",
    "dan y 343",
    "eve y 454",
    "eve z 332",
)


def expected_total(fit: Calibration, ratings: Ratings, *, ratee: str = "", rater: str = "") -> float:
    """The expected sum of categories of a ratee or a rater at their measures."""
    subset = fit.subsets[0]
    scale = Scale(np.array(subset.used, dtype=float), np.array(subset.steps))
    eta = [
        fit.ability[who].measure - fit.severity[by].measure - fit.difficulty[on].measure
        for who, by, on in (
            (ratings.ratees[ratings.ratee[row]], ratings.raters[ratings.rater[row]], ratings.items[item])
            for row, item in enumerate(ratings.item)
        )
        if who == ratee or by == rater
    ]
    return float(curves(np.array(eta), scale).expected.sum())


def test_an_extreme_ratee_is_placed_three_tenths_inside_the_extreme() -> None:
    ratings = rated(*USUAL, "top x 555", "low z 111")
    fit = calibrate(ratings, "jml")
    assert expected_total(fit, ratings, ratee="top") == pytest.approx(3 * 4 - 0.3, abs=1e-8)
    assert expected_total(fit, ratings, ratee="low") == pytest.approx(0.3, abs=1e-8)
    top = fit.ability["top"]
    assert (top.extreme, top.infit, top.outfit, top.n) == (True, None, None, 3)
    assert math.isfinite(top.se)


def test_extreme_ratees_change_nothing_else_in_a_joint_fit() -> None:
    usual, more = calibrate(rated(*USUAL), "jml"), calibrate(rated(*USUAL, "top x 555"), "jml")
    assert more.severity["x"].measure == usual.severity["x"].measure
    assert more.severity["x"].n == usual.severity["x"].n
    assert more.log_likelihood == usual.log_likelihood


def test_a_marginal_fit_learns_from_extreme_ratees_too() -> None:
    usual, more = calibrate(rated(*USUAL)), calibrate(rated(*USUAL, "top x 555"))
    assert more.severity["x"].measure < usual.severity["x"].measure
    top = more.ability["top"]
    assert (top.extreme, top.infit, top.n) == (True, None, 3)
    assert max(each.measure for name, each in more.ability.items() if name != "top") < top.measure < 20


@pytest.mark.parametrize("method", METHODS)
def test_a_rater_who_gives_only_the_top_score_is_left_out_and_placed(method: Method) -> None:
    usual = calibrate(rated(*USUAL), method)
    ratings = rated(*USUAL, "ann kind 555", "ben kind 555")
    fit = calibrate(ratings, method)
    kind = fit.severity["kind"]
    assert (kind.extreme, kind.infit, kind.n) == (True, None, 6)
    assert kind.measure < min(fit.severity[rater].measure for rater in "xyz")
    assert fit.severity["x"].measure == pytest.approx(usual.severity["x"].measure, abs=1e-9)
    if method == "jml":
        assert expected_total(fit, ratings, rater="kind") == pytest.approx(6 * 4 - 0.3, abs=1e-8)


@pytest.mark.parametrize("method", METHODS)
def test_an_item_at_the_bottom_everywhere_is_the_hardest(method: Method) -> None:
    ratings = rated(*(f"{row}1" for row in USUAL))
    fit = calibrate(ratings, method)
    hardest = fit.difficulty["item 4"]
    assert hardest.extreme
    assert hardest.measure > max(fit.difficulty[f"item {number}"].measure for number in (1, 2, 3))


def test_leaving_out_goes_on_until_nobody_is_extreme() -> None:
    # Without gus, w has nothing but hal's top scores; without w, hal has nothing but x's lowest.
    ratings = rated(*USUAL, "gus w 555", "hal w 555", "hal x 111")
    fit = calibrate(ratings, "jml")
    assert [name for name, each in fit.ability.items() if each.extreme] == ["gus", "hal"]
    assert fit.severity["w"].extreme
    assert fit.severity["w"].measure < fit.severity["x"].measure
    assert fit.severity["x"].measure == calibrate(rated(*USUAL), "jml").severity["x"].measure


def test_one_whose_every_score_was_left_out_has_nothing_to_go_by() -> None:
    w = calibrate(rated(*USUAL, "gus w 555", "hal w 111", "hal x 111"), "jml").severity["w"]
    assert (w.measure, w.se, w.extreme) == (0, math.inf, True)


def test_a_bridge_that_says_nothing_joins_nothing_in_a_joint_fit() -> None:
    others = tuple(row.translate(str.maketrans("abcdexyz", "ABCDEXYZ")) for row in USUAL)
    rows = (*USUAL, *others, "top x 555", "top X 555")
    joint, marginal = calibrate(rated(*rows), "jml"), calibrate(rated(*rows))
    assert [len(subset.raters) for subset in joint.subsets] == [3, 3]
    assert joint.severity["x"].measure == calibrate(rated(*USUAL), "jml").severity["x"].measure
    assert joint.ability["top"].n == 3
    assert len(marginal.subsets) == 1


@pytest.mark.parametrize("method", METHODS)
def test_a_middle_category_that_nobody_used_has_no_threshold_of_its_own(method: Method) -> None:
    ratings = simulated(ratees=60, raters=4, items=3).ratings
    without = replace(ratings, category=np.where(ratings.category == 2, 3, ratings.category))
    fit = calibrate(without, method)
    assert fit.subsets[0].used == (0, 1, 3, 4)
    assert [each is None for each in fit.thresholds] == [False, True, True, False]
    assert sum(fit.subsets[0].steps) == pytest.approx(0, abs=1e-9)
    assert fit.converged


@pytest.mark.parametrize("method", METHODS)
def test_a_longer_scale_than_was_used_changes_nothing_but_its_thresholds(method: Method) -> None:
    short, long = calibrate(rated(*USUAL), method), calibrate(rated(*USUAL, highest=7), method)
    assert long.severity == short.severity
    assert long.ability == short.ability
    assert long.thresholds == (*short.thresholds, None, None)


def test_no_scores_cannot_be_calibrated() -> None:
    with pytest.raises(CannotCalibrate, match="there are no scores"):
        ratings_of([], [], [], [])


@pytest.mark.parametrize("method", METHODS)
def test_scores_that_are_all_the_same_cannot_be_calibrated(method: Method) -> None:
    with pytest.raises(CannotCalibrate, match="all scores are the same"):
        calibrate(rated("ann x 333", "ben x 333"), method)


@pytest.mark.parametrize("method", METHODS)
def test_extremes_alone_cannot_be_calibrated(method: Method) -> None:
    with pytest.raises(CannotCalibrate, match="too few scores"):
        calibrate(rated("ann x 111", "ben y 555"), method)


def test_a_subset_that_cannot_be_fitted_says_so_beside_one_that_can() -> None:
    fit = calibrate(rated(*USUAL, "gus w 444", "hal w 444"))
    assert [subset.problem == "" for subset in fit.subsets] == [True, False]
    assert "at one end" in fit.subsets[1].problem
    assert fit.subsets[1].raters == ("w",)
    assert "w" not in fit.severity
    assert fit.log_likelihood == calibrate(rated(*USUAL)).log_likelihood


@pytest.mark.parametrize("method", METHODS)
def test_one_rater_is_zero_by_definition(method: Method) -> None:
    fit = calibrate(rated("ann x 342", "ben x 454", "cat x 131"), method)
    assert fit.severity["x"].measure == 0
    assert fit.separation.severity is None


@pytest.mark.parametrize("method", METHODS)
def test_one_item_is_zero_by_definition(method: Method) -> None:
    fit = calibrate(rated("ann x 3", "ann y 2", "ben x 4", "ben y 4", "cat x 1", "cat y 2"), method)
    assert fit.difficulty["item 1"].measure == 0
    assert fit.separation.difficulty is None


def test_ratees_who_are_all_alike_leave_sigma_at_its_bound() -> None:
    fit = calibrate(rated("ann x 234", "ben x 342", "cat x 423", "dan y 243", "ann y 432", "eve y 324"))
    assert fit.subsets[0].sigma_at_bound
    assert fit.sigma == pytest.approx(0.01)
    assert fit.converged
    assert all(0 < each.se < 1 for each in fit.severity.values())


@pytest.mark.parametrize("method", METHODS)
def test_scores_that_part_perfectly_have_no_maximum_and_it_is_said(method: Method) -> None:
    fit = calibrate(rated("ann x 3", "ann y 4", "ben x 2", "ben y 3"), method)
    assert not fit.converged
    assert fit.severity["x"].se > 1000


@pytest.mark.parametrize("method", METHODS)
def test_a_ratee_with_one_score_has_a_measure(method: Method) -> None:
    one = calibrate(rated(*USUAL, "one x 3"), method).ability["one"]
    assert one.n == 1
    assert math.isfinite(one.measure)
    assert math.isfinite(one.se)


@pytest.mark.parametrize("method", METHODS)
def test_whatever_the_scores_an_answer_or_a_refusal_in_words(method: Method) -> None:
    random = np.random.default_rng(8)
    for _ in range(25):
        size, top = int(random.integers(1, 25)), int(random.integers(1, 6))
        ratee, rater, item = ([f"{facet}{each}" for each in random.integers(0, 4, size)] for facet in "nri")
        scores = (100 * random.integers(1, top + 1, size)).tolist()
        try:
            fit = calibrate(ratings_of(ratee, rater, item, scores, lowest=100, highest=500), method)
        except CannotCalibrate:
            continue
        for element in (*fit.severity.values(), *fit.difficulty.values(), *fit.ability.values()):
            assert math.isfinite(element.measure)
            assert not math.isnan(element.se)
            assert 1 <= element.fair_average <= 5
