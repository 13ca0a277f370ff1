"""The gate on one chunk of plain stages: scorecards all in, and each assessed every competency.

Then the C competencies share one count n. The mean of their means reaches a threshold T exactly when the sum
of all totals reaches T * n * C, and none is below the floor F exactly when the least total reaches F * n.
Every row is ruled so, in a fixed number of passes without a branch, and what is not plain is marked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rubrics.gate import GatePolicy
from rubrics.replay_mixed import Bytes, Integers, Ruling, Truth


@dataclass(frozen=True, slots=True)
class Room:
    """Working space for chunks of up to a length, used again for each."""

    wide: Integers
    narrow: Bytes

    @classmethod
    def for_chunks(cls, length: int, dtype: "np.dtype[Any]") -> "Room":
        return cls(np.empty((4, length), dtype), np.empty((4, length), np.uint8))


def rule_plain(
    policy: GatePolicy,
    counts: Sequence[Integers],
    scores: Sequence[Integers],
    outstanding: Integers,
    present: Bytes,
    *,
    room: Room,
    rulings: Bytes,
    mixed: Truth,
) -> None:
    """Write the `rulings` of one chunk, and in `mixed` which do not hold because the row is not plain.

    `scores` are the competencies' totals under `mean`, their minima under `lowest`.
    """
    length = len(present)
    sums, least, count, bar = room.wide[:, :length]
    odd, other, above, enough = room.narrow[:, :length]
    _mark(policy, counts, outstanding, present, odd, other)
    np.not_equal(odd, 0, out=mixed)
    _sum_and_least(scores, sums, least)
    count[:] = 1 if policy.aggregation == "lowest" else counts[0]
    np.multiply(count, policy.floor, out=bar)
    np.greater_equal(least, bar, out=above.view(bool))
    np.multiply(count, policy.threshold * len(scores), out=bar)
    np.greater_equal(sums, bar, out=enough.view(bool))
    _write(present, above, enough, rulings)


def _mark(
    policy: GatePolicy,
    counts: Sequence[Integers],
    outstanding: Integers,
    present: Bytes,
    odd: Bytes,
    other: Bytes,
) -> None:
    """Leave `odd` non-zero where a scorecard is out, where an opened stage has a competency without a score,
    and, under `mean`, where two competencies differ in their counts. `other` is overwritten."""
    if policy.aggregation == "lowest":
        other[:] = counts[0]
        for count in counts[1:]:
            np.minimum(other, count, out=other)
        np.greater(present, other, out=odd.view(bool))
    else:
        np.greater(present, counts[0], out=odd.view(bool))
        for count in counts[1:]:
            np.bitwise_xor(counts[0], count, out=other)
            np.bitwise_or(odd, other, out=odd)
    np.bitwise_or(odd, outstanding, out=odd)


def _sum_and_least(scores: Sequence[Integers], sums: Integers, least: Integers) -> None:
    sums[:] = least[:] = scores[0]
    for score in scores[1:]:
        np.add(sums, score, out=sums)
        np.minimum(least, score, out=least)


def _write(present: Bytes, above: Bytes, enough: Bytes, rulings: Bytes) -> None:
    """`Ruling` as a sum: one for an opened stage, one more for no score below the floor, one for the bar."""
    np.bitwise_and(above, enough, out=enough)
    np.add(above, enough, out=rulings)
    np.add(rulings, int(Ruling.FLOOR), out=rulings)
    np.multiply(rulings, present, out=rulings)
