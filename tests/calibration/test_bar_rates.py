import numpy as np

from calibration.evidence import Decided
from calibration.rates.bands import StageScores
from calibration.rates.bar import bar_rate, on_side

# Seven strong in product sense, seven weak in leadership, and two strong in one and weak in the other.
PRODUCT_SENSE = StageScores(np.array([450] * 9 + [300] * 7), np.ones(16, dtype=np.int64))
LEADERSHIP = StageScores(np.array([400] * 7 + [349] * 9), np.ones(16, dtype=np.int64))
DECIDED = np.array([Decided.OFFER] * 7 + [Decided.NO_OFFER] * 8 + [Decided.NOT_YET])


def test_offers_on_either_side_of_a_bar_are_counted() -> None:
    strong = bar_rate(PRODUCT_SENSE, DECIDED, "at or above", 450)
    weak = bar_rate(LEADERSHIP, DECIDED, "below", 350)
    assert (strong.offers.cases, strong.offers.total, strong.undecided) == (7, 9, 0)
    assert (weak.offers.cases, weak.offers.total, weak.undecided) == (0, 8, 1)


def test_a_strong_score_elsewhere_can_be_asked_for() -> None:
    strong = on_side(PRODUCT_SENSE, "at or above", 450)
    few = bar_rate(LEADERSHIP, DECIDED, "below", 350, among=strong)
    assert (few.offers.cases, few.offers.total) == (0, 2)
    assert few.offers.rate is None, "too few"


def test_equal_to_the_bar_is_at_or_above_and_no_score_is_on_neither_side() -> None:
    scores = StageScores(np.array([1200, 1199, 0]), np.array([3, 3, 0]))
    assert on_side(scores, "at or above", 400).tolist() == [True, False, False]
    assert on_side(scores, "below", 400).tolist() == [False, True, False]
