"""What a score on one side of a bar led to: "product sense at or above 4.5: 78 % of 37 got an offer"."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from calibration.evidence import Decided
from calibration.rates.bands import Flags, Integers, StageScores
from calibration.rates.wilson import CASES_FOR_RATE, Rate, rate_of
from rubrics.points import written_points

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


def bar_words(stage: str, found: BarRate, whatever: str = "") -> str:
    """As in "Product sense at or above 4.5: 78 % of 37" or "Leadership below 3.5: 12 % of 50, whatever ...".

    Whole per cent, halves up. Too few say so: "too few (3)".
    """
    rate = found.offers
    percent = (200 * rate.cases + rate.total) // (2 * rate.total) if rate.total >= CASES_FOR_RATE else None
    share = f"too few ({rate.total})" if percent is None else f"{percent} % of {rate.total}"
    ending = f", whatever {whatever}" if whatever and percent is not None else ""
    return f"{stage} {found.side} {written_points(found.bar)}: {share}{ending}"
