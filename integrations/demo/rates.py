"""Who got an offer in the finished cycles: the published rates, to the percent.

Product sense of 4.5 or above: 78 % offers. Leadership below 3.5: 12 %, whatever the product sense score.
"""

from collections.abc import Sequence
from random import Random
from typing import Protocol

STRONG_PRODUCT_SENSE = 4.5
STRONG_PERCENT = 78
WEAK_LEADERSHIP = 3.5
WEAK_PERCENT = 12


class RatesNotMet(Exception):
    """With so many candidates of a kind, no number of offers comes to the percent."""


class Loop(Protocol):
    scores: dict[str, float]
    decision: str


def decide_offers(random: Random, loops: Sequence[Loop]) -> None:
    """Sets each loop's decision; only those who went through all stages get offers.

    Weak leadership is drawn within each side of the product sense band, so that its rate is the same on both.
    Raises RatesNotMet when their numbers do not allow the rates.
    """
    strong = [loop for loop in loops if _is_strong(loop)]
    weak = [loop for loop in loops if _is_weak(loop)]
    both = [loop for loop in strong if _is_weak(loop)]
    weak_offers = _offers(len(weak), WEAK_PERCENT)
    of_both = round(WEAK_PERCENT * len(both) / 100)
    _offer(random, both, of_both)
    _offer(random, [loop for loop in weak if not _is_strong(loop)], weak_offers - of_both)
    strong_offers = _offers(len(strong), STRONG_PERCENT)
    _offer(random, [loop for loop in strong if not _is_weak(loop)], strong_offers - of_both)
    for loop in loops:
        if not _is_strong(loop) and not _is_weak(loop) and _finished(loop):
            mean = sum(loop.scores.values()) / len(loop.scores)
            loop.decision = "offer" if random.random() < (mean - 3.2) / 1.6 else "no_offer"


def _offers(candidates: int, percent: int) -> int:
    """How many offers among the candidates come to the percent when rounded."""
    offers = round(percent * candidates / 100)
    if 2 * abs(100 * offers - percent * candidates) >= candidates:
        raise RatesNotMet(f"no share of {candidates} rounds to {percent} %")
    return offers


def _is_strong(loop: Loop) -> bool:
    return loop.scores.get("product-sense", 0.0) >= STRONG_PRODUCT_SENSE


def _is_weak(loop: Loop) -> bool:
    return 0.0 < loop.scores.get("leadership", 0.0) < WEAK_LEADERSHIP


def _finished(loop: Loop) -> bool:
    return "bar-raiser" in loop.scores


def _offer(random: Random, loops: Sequence[Loop], number: int) -> None:
    finished = [loop for loop in loops if _finished(loop)]
    if number > len(finished):
        raise RatesNotMet(f"{number} offers among {len(finished)} finished loops")
    for loop in random.sample(finished, number):
        loop.decision = "offer"
