import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from calibration.agreement.alpha import Metric, krippendorff_alpha

ONE_TO_FIVE = np.arange(1.0, 6.0)

# Krippendorff (2011), the ratings of each unit: A has two observers and two values, B two observers and five
# values, D four observers with gaps.
TABLE_A = ["01", "11", "01", "00", "00", "01", "00", "00", "10", "00"]
TABLE_B = ["12", "11", "22", "22", "42", "33", "33", "33", "55", "44", "44", "14"]
TABLE_D = ["111", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "555", "11", "3"]


def counted(units: list[str], categories: str = "12345") -> np.ndarray:
    return np.array([[unit.count(category) for category in categories] for unit in units])


def test_alpha_of_two_observers_and_two_values_is_the_published_one() -> None:
    alpha = krippendorff_alpha(counted(TABLE_A, "01"), "nominal", np.array([0.0, 1.0]))
    assert alpha == pytest.approx(0.0952380952, abs=1e-9)


def test_alpha_of_two_observers_and_five_values_is_the_published_one() -> None:
    alpha = krippendorff_alpha(counted(TABLE_B), "nominal", ONE_TO_FIVE)
    assert alpha == pytest.approx(0.6919642857, abs=1e-9)


@pytest.mark.parametrize(
    ("metric", "published"),
    [
        ("nominal", 0.7434210526),
        ("ordinal", 0.8153875038),
        ("interval", 0.8491071429),
        ("ratio", 0.7974027747),
    ],
)
def test_alpha_of_four_observers_with_gaps_is_the_published_one(metric: Metric, published: float) -> None:
    assert krippendorff_alpha(counted(TABLE_D), metric, ONE_TO_FIVE) == pytest.approx(published, abs=1e-9)


def test_alpha_is_undefined_without_a_unit_rated_twice() -> None:
    assert krippendorff_alpha(counted(["1", "3", ""]), "ordinal", ONE_TO_FIVE) is None
    assert krippendorff_alpha(np.zeros((0, 5), dtype=np.int64), "ordinal", ONE_TO_FIVE) is None


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_is_undefined_where_every_paired_rating_is_the_same(metric: Metric) -> None:
    assert krippendorff_alpha(counted(["44", "444", "1"]), metric, ONE_TO_FIVE) is None


def test_a_unit_rated_once_changes_nothing() -> None:
    with_it = krippendorff_alpha(counted([*TABLE_B, "5", ""]), "ordinal", ONE_TO_FIVE)
    assert with_it == krippendorff_alpha(counted(TABLE_B), "ordinal", ONE_TO_FIVE)


def test_the_ratio_metric_bears_a_value_of_zero() -> None:
    counts = counted(["00", "11", "01"], "01")
    ratio = krippendorff_alpha(counts, "ratio", np.array([0.0, 1.0]))
    assert ratio == krippendorff_alpha(counts, "nominal", np.array([0.0, 1.0]))


@pytest.mark.parametrize(
    ("counts", "metric", "values", "words"),
    [
        (np.array([[1, 1]]), "interval", np.array([1.0]), "one for each category"),
        (np.array([2, 0]), "interval", np.array([1.0, 2.0]), "units × categories"),
        (np.array([[2, -1]]), "interval", np.array([1.0, 2.0]), "less than zero"),
        (np.array([[1, 1]]), "interval", np.array([2.0, 2.0]), "same value"),
        (np.array([[1, 1]]), "ratio", np.array([-1.0, 2.0]), "zero or more"),
        (np.array([[1, 1]]), "quadratic", np.array([1.0, 2.0]), "is not one of"),
    ],
)
def test_counts_and_values_that_make_no_sense_are_refused(
    counts: np.ndarray, metric: Metric, values: np.ndarray, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        krippendorff_alpha(counts, metric, values)


ratings_of_units = st.lists(st.lists(st.integers(1, 5), max_size=5), min_size=1, max_size=12)


def counts_of(units: list[list[int]]) -> np.ndarray:
    return np.array([[unit.count(category) for category in range(1, 6)] for unit in units])


@given(ratings_of_units)
@settings(max_examples=60)
def test_interval_alpha_is_one_less_the_ratio_of_mean_squared_differences(units: list[list[int]]) -> None:
    pairable = [unit for unit in units if len(unit) > 1]
    everything = [rating for unit in pairable for rating in unit]
    assume(len(set(everything)) > 1)
    within = sum((a - b) ** 2 / (len(unit) - 1) for unit in pairable for a in unit for b in unit)
    overall = sum((a - b) ** 2 for a in everything for b in everything) / (len(everything) - 1)
    alpha = krippendorff_alpha(counts_of(units), "interval", ONE_TO_FIVE)
    assert alpha == pytest.approx(1 - within / overall, abs=1e-12)


@given(
    ratings_of_units, st.permutations(range(5)), st.sampled_from(["nominal", "ordinal", "interval", "ratio"])
)
@settings(max_examples=60)
def test_alpha_does_not_ask_in_which_order_units_and_categories_come(
    units: list[list[int]], order: list[int], metric: Metric
) -> None:
    counts = counts_of(units)
    straight = krippendorff_alpha(counts, metric, ONE_TO_FIVE)
    turned = krippendorff_alpha(counts[::-1][:, order], metric, ONE_TO_FIVE[order])
    assert turned == (None if straight is None else pytest.approx(straight, abs=1e-12))


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(2, 4)), min_size=2, max_size=9))
@settings(max_examples=40)
def test_perfect_agreement_has_an_alpha_of_one(units: list[tuple[int, int]]) -> None:
    assume(len({value for value, _ in units}) > 1)
    counts = counts_of([[value] * raters for value, raters in units])
    assert krippendorff_alpha(counts, "ordinal", ONE_TO_FIVE) == 1
