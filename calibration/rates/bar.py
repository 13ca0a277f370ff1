"""What a score on one side of a bar led to: "product sense at or above 4.5: 78 % of 37 got an offer"."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from calibration.evidence import Decided
from calibration.rates.bands import Flags, Integers, StageScores
from calibration.rates.wilson import Rate, rate_of

Side: TypeAlias = Literal["at or above", "below"]


@dataclass(frozen=True, slots=True)
class BarRate:
    """Offers of the decided applications on a side of a bar in hundredths, and how many are not decided."""

    side: Side
    bar: int
    offers: Rate
    undecided: int


def bar_rate(
    scores: StageScores, decided: Integers, side: Side, bar: int, among: Flags | None = None
) -> BarRate:
    """Offers where a stage's score is on this side of the bar; `among` leaves in some applications only."""
    there = on_side(scores, side, bar)
    if among is not None:
        there &= among
    counts = np.bincount(decided[there], minlength=len(Decided))
    offers, others = int(counts[Decided.OFFER]), int(counts[Decided.NO_OFFER])
    return BarRate(side, bar, rate_of(offers, offers + others), int(counts[Decided.NOT_YET]))


def on_side(scores: StageScores, side: Side, bar: int) -> Flags:
    """Which applications have a score on this side of the bar; equal is at or above. In integers."""
    above = scores.numerators >= bar * scores.denominators
    return (scores.denominators > 0) & (above if side == "at or above" else ~above)
