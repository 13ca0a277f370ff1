"""Who got an offer in the finished cycles: the published rates, to the percent.

Product sense of 4.5 or above: 78 % offers. Leadership below 3.5: 12 %, whatever the product sense score.
"""

from collections.abc import Sequence
from random import Random
from typing import Protocol

STRONG_PRODUCT_SENSE = 4.5
STRONG_RATE = 0.78
WEAK_LEADERSHIP = 3.5
WEAK_RATE = 0.12


class Loop(Protocol):
    scores: dict[str, float]
    decision: str


def decide_offers(random: Random, loops: Sequence[Loop]) -> None:
    """Sets each loop's decision; only those who went through all stages get offers.

    Weak leadership is drawn within each side of the product sense band, so that its rate is the same on both.
    Raises ValueError when too few went all the way for the rates to be met.
    """
    strong = [loop for loop in loops if _is_strong(loop)]
    weak = [loop for loop in loops if _is_weak(loop)]
    both = [loop for loop in strong if _is_weak(loop)]
    weak_offers = round(WEAK_RATE * len(weak))
    of_both = min(round(WEAK_RATE * len(both)), weak_offers)
    _offer(random, both, of_both)
    _offer(random, [loop for loop in weak if not _is_strong(loop)], weak_offers - of_both)
    _offer(
        random, [loop for loop in strong if not _is_weak(loop)], round(STRONG_RATE * len(strong)) - of_both
    )
    for loop in loops:
        if not _is_strong(loop) and not _is_weak(loop) and _finished(loop):
            mean = sum(loop.scores.values()) / len(loop.scores)
            loop.decision = "offer" if random.random() < (mean - 3.2) / 1.6 else "no_offer"


def _is_strong(loop: Loop) -> bool:
    return loop.scores.get("product-sense", 0.0) >= STRONG_PRODUCT_SENSE


def _is_weak(loop: Loop) -> bool:
    return 0.0 < loop.scores.get("leadership", 0.0) < WEAK_LEADERSHIP


def _finished(loop: Loop) -> bool:
    return "bar-raiser" in loop.scores


def _offer(random: Random, loops: Sequence[Loop], number: int) -> None:
    finished = [loop for loop in loops if _finished(loop)]
    if number > len(finished):
        raise ValueError(f"{number} offers among {len(finished)} finished loops")
    for loop in random.sample(finished, number):
        loop.decision = "offer"
