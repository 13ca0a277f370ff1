import numpy as np
import pytest

from calibration.evidence import Decided
from calibration.rates.bands import StageScores
from calibration.rates.bar import bar_rate, bar_words, on_side

# Seven strong in product sense, seven weak in leadership, and two strong in one and weak in the other.
PRODUCT_SENSE = StageScores(np.array([450] * 9 + [300] * 7), np.ones(16, dtype=np.int64))
LEADERSHIP = StageScores(np.array([400] * 7 + [349] * 9), np.ones(16, dtype=np.int64))
DECIDED = np.array([Decided.OFFER] * 7 + [Decided.NO_OFFER] * 8 + [Decided.NOT_YET])


def test_the_published_lines_read_straight_off() -> None:
    strong = bar_rate(PRODUCT_SENSE, DECIDED, "at or above", 450)
    weak = bar_rate(LEADERSHIP, DECIDED, "below", 350)
    assert (strong.offers.cases, strong.offers.total, strong.undecided) == (7, 9, 0)
    assert bar_words("Product sense", strong) == "Product sense at or above 4.5: 78 % of 9"
    assert (weak.offers.cases, weak.offers.total, weak.undecided) == (0, 8, 1)
    assert (
        bar_words("Leadership", weak, "product sense")
        == "Leadership below 3.5: 0 % of 8, whatever product sense"
    )


def test_a_strong_score_elsewhere_can_be_asked_for() -> None:
    strong = on_side(PRODUCT_SENSE, "at or above", 450)
    few = bar_rate(LEADERSHIP, DECIDED, "below", 350, among=strong)
    assert (few.offers.cases, few.offers.total) == (0, 2)
    assert bar_words("Leadership", few, "product sense") == "Leadership below 3.5: too few (2)"


def test_equal_to_the_bar_is_at_or_above_and_no_score_is_on_neither_side() -> None:
    scores = StageScores(np.array([1200, 1199, 0]), np.array([3, 3, 0]))
    assert on_side(scores, "at or above", 400).tolist() == [True, False, False]
    assert on_side(scores, "below", 400).tolist() == [False, True, False]


@pytest.mark.parametrize(("offers", "total", "percent"), [(1, 8, "13 %"), (2, 16, "13 %"), (1, 9, "11 %")])
def test_per_cent_are_whole_with_halves_up(offers: int, total: int, percent: str) -> None:
    decided = np.array([Decided.OFFER] * offers + [Decided.NO_OFFER] * (total - offers))
    scores = StageScores(np.full(total, 400), np.ones(total, dtype=np.int64))
    assert bar_words("Screen", bar_rate(scores, decided, "at or above", 400)).endswith(
        f" 4: {percent} of {total}"
    )
