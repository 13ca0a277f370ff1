import numpy as np
import pytest

from calibration.agreement.alpha import krippendorff_alpha
from calibration.agreement.bootstrap import alpha_interval

ONE_TO_FIVE = np.arange(1.0, 6.0)


def double_scored(units: int, *, spread: float, seed: int = 5) -> np.ndarray:
    """Counts of units scored twice; the larger the spread, the further the two scores lie apart."""
    chance = np.random.default_rng(seed)
    middle = chance.integers(1, 6, size=units)
    scores = np.clip(np.rint(middle[:, None] + chance.normal(0, spread, size=(units, 2))), 1, 5)
    return np.asarray((scores[:, :, None] == ONE_TO_FIVE).sum(axis=1))


def test_the_interval_holds_alpha_and_is_the_same_each_time() -> None:
    counts = double_scored(60, spread=0.8)
    alpha, found = (
        krippendorff_alpha(counts, "ordinal", ONE_TO_FIVE),
        alpha_interval(counts, "ordinal", ONE_TO_FIVE),
    )
    assert alpha is not None
    assert found is not None
    assert found[0] < alpha < found[1]
    assert found == alpha_interval(counts, "ordinal", ONE_TO_FIVE)
    assert found != alpha_interval(counts, "ordinal", ONE_TO_FIVE, seed=2)


def test_the_interval_is_that_of_drawing_units_one_by_one() -> None:
    counts = double_scored(80, spread=0.8)
    chance = np.random.default_rng(3)
    one_by_one = [
        krippendorff_alpha(counts[chance.integers(0, 80, size=80)], "interval", ONE_TO_FIVE)
        for _ in range(1500)
    ]
    low, high = np.quantile(np.array(one_by_one, dtype=np.float64), [0.025, 0.975])
    assert alpha_interval(counts, "interval", ONE_TO_FIVE, resamples=4000) == pytest.approx(
        (low, high), abs=0.02
    )


def test_more_candidates_make_a_narrower_interval_a_higher_level_a_wider_one() -> None:
    counts = double_scored(200, spread=0.8)
    few, many = found(counts[:50]), found(counts)
    assert many[1] - many[0] < few[1] - few[0]
    surer = found(counts, level=0.99)
    assert surer[0] < many[0] < many[1] < surer[1]


def found(counts: np.ndarray, values: np.ndarray = ONE_TO_FIVE, level: float = 0.95) -> tuple[float, float]:
    interval = alpha_interval(counts, "ordinal", values, level=level)
    assert interval is not None
    return interval


def test_the_interval_does_not_ask_in_which_order_categories_come() -> None:
    counts, turned = double_scored(60, spread=0.8), [2, 0, 4, 1, 3]
    assert found(counts[:, turned], ONE_TO_FIVE[turned]) == found(counts)


def test_there_is_an_interval_from_ten_double_scored_candidates_on() -> None:
    counts = double_scored(10, spread=0.8)
    scored_once = np.tile([0, 0, 1, 0, 0], (50, 1))
    assert alpha_interval(counts, "ordinal", ONE_TO_FIVE) is not None
    assert alpha_interval(np.vstack([counts[:9], scored_once]), "ordinal", ONE_TO_FIVE) is None


def test_there_is_no_interval_where_most_of_it_would_be_chance() -> None:
    """One differing pair among forty is missed by a third of the resamples, which have no alpha at all."""
    counts = np.array([[0, 0, 0, 2, 0]] * 39 + [[0, 0, 1, 1, 0]])
    assert krippendorff_alpha(counts, "ordinal", ONE_TO_FIVE) is not None
    assert alpha_interval(counts, "ordinal", ONE_TO_FIVE) is None


def test_wide_scales_are_counted_the_same() -> None:
    """On 41 categories a row does not fit into one number; the pattern is then the row itself."""
    counts = np.array(
        [[3, 0, 0, 1, 0], [0, 1, 0, 1, 0], [0, 0, 2, 0, 0], [0, 0, 0, 1, 1], [2, 0, 0, 0, 0]] * 12
    )
    wide = np.zeros((60, 41), dtype=np.int64)
    wide[:, [0, 10, 20, 30, 40]] = counts
    assert found(wide, np.arange(41.0)) == pytest.approx(found(counts), abs=0.05)
