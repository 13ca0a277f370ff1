import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from calibration.agreement.icc import Correlation, intraclass_correlation, mean_squares

# Shrout and Fleiss (1979), table 2: six targets, four judges.
SHROUT_AND_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=np.float64
)


def test_the_mean_squares_of_shrout_and_fleiss_are_the_published_ones() -> None:
    squares = mean_squares(SHROUT_AND_FLEISS)
    assert squares.between_units == pytest.approx(11.2416666667, abs=1e-9)
    assert squares.between_raters == pytest.approx(32.4861111111, abs=1e-9)
    assert squares.residual == pytest.approx(1.0194444444, abs=1e-9)


def test_the_correlations_of_shrout_and_fleiss_are_the_published_ones() -> None:
    found = intraclass_correlation(SHROUT_AND_FLEISS)
    assert found is not None
    assert (found.units, found.raters) == (6, 4)
    assert (round(found.single.value, 2), round(found.average.value, 2)) == (0.29, 0.62)
    assert parts(found.single) == pytest.approx((0.2897637795, 0.0187865134, 0.7610843696), abs=1e-9)
    assert parts(found.average) == pytest.approx((0.6200505476, 0.0711368153, 0.9272320402), abs=1e-9)


def parts(correlation: Correlation) -> tuple[float, float, float]:
    return correlation.value, correlation.low, correlation.high


def test_raters_who_agree_to_the_last_score_correlate_fully() -> None:
    found = intraclass_correlation(np.array([[1.0, 1.0], [2.0, 2.0], [5.0, 5.0]]))
    assert found is not None
    assert parts(found.single) == parts(found.average) == (1, 1, 1)


def test_a_stricter_rater_lowers_the_correlation() -> None:
    table = np.array([[4.0, 4.0], [3.0, 3.0], [5.0, 5.0], [2.0, 3.0]])
    lenient = intraclass_correlation(table)
    strict = intraclass_correlation(table - [[0.0, 1.0]])
    assert lenient is not None
    assert strict is not None
    assert strict.single.value < lenient.single.value


@pytest.mark.parametrize(
    "table",
    [
        np.full((4, 3), 3.0),  # nothing differs
        np.array([[1.0, 2.0], [1.0, 2.0]]),  # only the raters do
        np.array([[1.0, 2.0], [2.0, 1.0]]),  # the units' means do not, the raters' neither
        np.full((7, 3), 3.3),  # nor beyond a rounding error
        np.array([[1.1, 2.3, 3.7]] * 7),
        np.array([[1.0], [2.0]]),  # one rater
        np.array([[1.0, 2.0]]),  # one unit
        np.zeros((0, 2)),
    ],
)
def test_the_correlation_is_undefined_where_nothing_tells_units_apart(table: np.ndarray) -> None:
    assert intraclass_correlation(table) is None


def test_a_table_with_gaps_is_refused() -> None:
    with pytest.raises(ValueError, match="complete table"):
        intraclass_correlation(np.array([[1.0, np.nan], [2.0, 2.0]]))


@given(
    arrays(np.int64, st.tuples(st.integers(2, 6), st.integers(2, 4)), elements=st.integers(1, 5)),
    st.integers(-3, 3),
)
@settings(max_examples=80)
@example(np.array([[4, 3, 1], [1, 5, 1]]), 0)
@example(np.array([[2, 1], [1, 3]]), 0)
def test_the_interval_holds_the_correlation_whatever_the_origin_of_the_scale(
    table: np.ndarray, shift: int
) -> None:
    found = intraclass_correlation(table.astype(np.float64))
    shifted = intraclass_correlation((table + shift).astype(np.float64))
    assert (found is None) == (shifted is None)
    if found is not None and shifted is not None:
        for correlation in (found.single, found.average):
            assert -1 <= correlation.low <= correlation.value + 1e-9
            assert correlation.value - 1e-9 <= correlation.high <= 1 + 1e-9
        assert parts(found.single) == pytest.approx(parts(shifted.single), abs=1e-6)
