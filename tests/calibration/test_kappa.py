import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.agreement.kappa import Weights, pair_kappas, shared_units, weighted_kappa

# Cohen (1968); Gwet's two psychiatrists and two abstractors; Agresti's husbands and wives.
COHEN = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
DIAGNOSIS = [[40, 6, 4, 15], [4, 25, 1, 5], [4, 2, 21, 9], [17, 13, 12, 45]]
ABSTRACTORS = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
FUN = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]]


@pytest.mark.parametrize(
    ("table", "weights", "published"),
    [
        (COHEN, "identity", 0.4915254237),
        (COHEN, "linear", 0.4736842105),
        (COHEN, "quadratic", 0.4545454545),
        (DIAGNOSIS, "identity", 0.4315007759),
        (DIAGNOSIS, "linear", 0.406810874),
        (DIAGNOSIS, "quadratic", 0.3831859441),
        (ABSTRACTORS, "identity", 0.7964094022),
        (ABSTRACTORS, "linear", 0.842902028),
        (ABSTRACTORS, "quadratic", 0.8921568627),
        (FUN, "identity", 0.129330254),
        (FUN, "linear", 0.2373806276),
        (FUN, "quadratic", 0.3320455862),
    ],
)
def test_kappa_of_published_tables(table: list[list[int]], weights: Weights, published: float) -> None:
    assert weighted_kappa(np.array(table), weights) == pytest.approx(published, abs=1e-9)


def test_kappa_counts_the_whole_scale_also_what_nobody_used() -> None:
    found = pair_kappa_of([1, 1, 5, 5, 3, 4], [1, 3, 5, 4, 3, 5])
    assert found == pytest.approx(0.793, abs=5e-4)


def test_kappa_of_nine_pairs_on_nine_categories_is_the_published_one() -> None:
    found = pair_kappa_of([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 1, 6, 1, 5, 5, 6, 7], category_count=9)
    assert found == pytest.approx(0.6779661017, abs=1e-9)


def pair_kappa_of(first: list[int], second: list[int], category_count: int = 5) -> float | None:
    """The kappa of raters 3 and 7, who rated the same units on a scale from 1."""
    units = np.concatenate([np.arange(len(first)), np.arange(len(second))])
    raters = np.repeat([3, 7], len(first))
    categories = np.array([*first, *second]) - 1
    (pair,) = pair_kappas(units, raters, categories, category_count, at_least=1)
    assert (pair.first, pair.second, pair.units) == (3, 7, len(first))
    return pair.kappa


def test_kappa_is_undefined_where_both_gave_one_and_the_same_category() -> None:
    assert weighted_kappa(np.array([[0, 0], [0, 12]])) is None
    assert weighted_kappa(np.zeros((3, 3), dtype=np.int64)) is None
    assert pair_kappa_of([4, 4, 4], [4, 4, 4]) is None


def test_two_raters_are_compared_from_ten_common_candidates_on() -> None:
    units = np.concatenate([np.arange(10), np.arange(10), np.arange(9)])
    raters = np.repeat([0, 1, 2], [10, 10, 9])
    categories = units % 5
    found = pair_kappas(units, raters, categories, 5)
    assert [(pair.first, pair.second, pair.units, pair.kappa) for pair in found] == [(0, 1, 10, 1.0)]


def test_nobody_is_compared_without_ratings() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    assert pair_kappas(nothing, nothing, nothing, 5) == ()


scored_loops = st.dictionaries(
    st.tuples(st.integers(0, 8), st.integers(0, 3)), st.integers(0, 4), min_size=1, max_size=24
)


@given(scored_loops)
@settings(max_examples=60)
def test_two_raters_share_the_units_that_both_rated(ratings: dict[tuple[int, int], int]) -> None:
    units, raters = np.array(list(ratings)).T
    rated = [{unit for unit, rater in ratings if rater == number} for number in range(4)]
    shared = [len(rated[a] & rated[b]) for a in range(4) for b in range(a)]
    assert sorted(shared_units(units, raters).tolist()) == sorted(filter(None, shared))


@given(scored_loops)
@settings(max_examples=60)
def test_the_kappa_of_a_pair_is_that_of_its_table(ratings: dict[tuple[int, int], int]) -> None:
    units, raters = np.array(list(ratings)).T
    for pair in pair_kappas(units, raters, np.array(list(ratings.values())), 5, at_least=2):
        table = np.zeros((5, 5), dtype=np.int64)
        common = [unit for unit in range(9) if {(unit, pair.first), (unit, pair.second)} <= ratings.keys()]
        for unit in common:
            table[ratings[unit, pair.first], ratings[unit, pair.second]] += 1
        assert pair.units == len(common) >= 2
        assert pair.kappa == weighted_kappa(table)
