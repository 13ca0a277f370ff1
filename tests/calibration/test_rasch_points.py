"""Severity in points of the scale, and how it drifts from period to period."""

import math
from dataclasses import replace

import numpy as np
import pytest

from calibration.rasch.calibration import Calibration
from calibration.rasch.drift import Drift, drift
from calibration.rasch.fair_averages import interval_points, points
from calibration.rasch.fit import calibrate
from calibration.rasch.ratings import Indices, Mask, Ratings, chosen
from tests.calibration.simulated_ratings import simulated

RATEES = 400


@pytest.fixture(scope="module")
def ratings() -> Ratings:
    return simulated(ratees=RATEES, raters=8, items=3).ratings


@pytest.fixture(scope="module")
def whole(ratings: Ratings) -> Calibration:
    return calibrate(ratings)


@pytest.fixture
def halves() -> Indices:
    """The first half of the ratees in period 0, the others in period 1."""
    return (np.arange(RATEES) >= RATEES // 2).astype(np.int32)


def test_the_average_interviewer_is_at_zero_and_the_strict_one_below(whole: Calibration) -> None:
    assert points(whole, 0, 0.0) == 0
    assert points(whole, 0, 0.5) < 0 < points(whole, 0, -0.5)


def test_points_are_what_a_candidate_of_mean_ability_gets_less_what_the_average_gives(
    whole: Calibration,
) -> None:
    severity, costs = 0.8, np.concatenate([[0.0], np.cumsum([each or 0 for each in whole.thresholds])])

    def given(severity: float) -> float:
        expected = []
        for item in whole.difficulty.values():
            weights = np.exp(np.arange(5) * (whole.mu - item.measure - severity) - costs)
            expected.append(1 + weights @ np.arange(5) / weights.sum())
        return float(np.mean(expected))

    assert points(whole, 0, severity) == pytest.approx(given(severity) - given(0), abs=1e-12)


def test_the_interval_goes_from_strict_to_lenient(whole: Calibration) -> None:
    strictest = max(whole.severity.values(), key=lambda each: each.measure)
    found = interval_points(whole, strictest.subset, strictest.measure, strictest.se)
    assert found.lower < found.value < found.upper < 0
    assert found.lower == points(whole, 0, strictest.measure + 1.96 * strictest.se)


def test_half_points_count_half(ratings: Ratings, whole: Calibration) -> None:
    fine = calibrate(replace(ratings, step=50))
    assert points(fine, 0, 0.7) == pytest.approx(points(whole, 0, 0.7) / 2)


def test_an_unknown_error_reaches_to_the_ends_of_the_scale(whole: Calibration) -> None:
    found = interval_points(whole, 0, 0.3, math.inf)
    assert found.upper - found.lower == pytest.approx(4, abs=1e-6)


def stricter(ratings: Ratings, mask: Mask) -> Ratings:
    """The same with a category less where `mask` holds and there is one below."""
    return replace(ratings, category=np.where(mask, np.maximum(ratings.category - 1, 0), ratings.category))


def drifts(ratings: Ratings, halves: Indices) -> dict[str, Drift]:
    return drift(ratings, halves, 2)


def test_nobody_drifts_whose_scores_come_from_one_severity(ratings: Ratings, halves: Indices) -> None:
    found = drifts(ratings, halves)
    assert len(found) == 8
    assert sum(each.drifts for each in found.values()) <= 1
    assert {len(each.periods) for each in found.values()} == {2}


def test_the_one_who_became_strict_drifts_and_the_others_stay(ratings: Ratings, halves: Indices) -> None:
    late = (halves[ratings.ratee] == 1) & (ratings.rater == 2)
    found = drifts(stricter(ratings, late), halves)
    name = ratings.raters[2]
    assert found[name].drifts
    assert [rater for rater, each in found.items() if each.drifts] == [name]
    before = drifts(ratings, halves)[name]
    assert (found[name].difference or 0) > (before.difference or 0) + 0.9
    assert (found[name].difference_points or 0) < -0.5


def test_a_period_is_on_the_scale_of_the_whole(ratings: Ratings, whole: Calibration, halves: Indices) -> None:
    # The strict half of the raters alone in a period: its own zero is theirs, the link brings them back.
    strict = [rater for rater, each in whole.severity.items() if each.measure > 0]
    of_the_strict = np.array([ratings.raters[each] in strict for each in ratings.rater])
    only_strict = chosen(ratings, of_the_strict | (halves[ratings.ratee] == 1))
    period = halves[[int(name.split()[1]) for name in only_strict.ratees]]
    found = drift(only_strict, period, 2, whole)
    for rater in strict:
        first = found[rater].periods[0]
        assert first.period == 0
        assert first.measure == pytest.approx(whole.severity[rater].measure, abs=4 * first.se)
        assert first.points.value < 0.2


def test_a_rater_in_one_period_has_no_difference(ratings: Ratings, halves: Indices) -> None:
    gone = (halves[ratings.ratee] == 1) & (ratings.rater == 2)
    few = chosen(ratings, ~gone)
    names = np.array([int(name.split()[1]) for name in few.ratees])
    found = drifts(few, halves[names])[ratings.raters[2]]
    assert [each.period for each in found.periods] == [0]
    assert (found.difference, found.drifts) == (None, False)


def test_ratees_of_no_period_and_periods_without_ratees_say_nothing(
    ratings: Ratings, halves: Indices
) -> None:
    found = drift(ratings, np.where(halves == 0, -1, 2).astype(np.int32), 3)
    assert {each.period for drift in found.values() for each in drift.periods} == {2}
    assert drift(ratings, np.full(RATEES, -1, dtype=np.int32), 2) == {}


def test_a_period_too_thin_to_fit_says_nothing(ratings: Ratings) -> None:
    alone = np.zeros(RATEES, dtype=np.int32)
    alone[0] = 1
    found = drift(ratings, alone, 2)
    assert all(len(each.periods) >= 1 for each in found.values())
    one_rater = chosen(ratings, ratings.rater == 0)
    assert drift(one_rater, np.zeros(len(one_rater.ratees), dtype=np.int32), 1) == {}
