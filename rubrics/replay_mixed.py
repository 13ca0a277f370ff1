"""The gate on many stages at once, in full: any counts, not assessed, scorecards out, either aggregation.

`rubrics.replay` sends here only the rows that its quick rule for plain stages cannot decide.
"""

from enum import IntEnum
from math import lcm
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rubrics.gate import GatePolicy

Integers: TypeAlias = NDArray[np.integer[Any]]
Bytes: TypeAlias = NDArray[np.uint8]
# Integers of any size: int64, or Python's own where a product would not fit.
Wide: TypeAlias = NDArray[Any]
Truth: TypeAlias = NDArray[np.bool_]


class Ruling(IntEnum):
    """A result and its reason in one byte; `NOT_OPENED` where the stage has no outcome at all."""

    NOT_OPENED = 0
    FLOOR = 1
    THRESHOLD = 2
    CLEARED = 3
    AWAITING_SCORECARDS = 4
    UNASSESSED = 5


def rulings_in_full(
    policy: GatePolicy,
    counts: Integers,
    totals: Integers,
    lowest: Integers,
    outstanding: Integers,
    present: Bytes,
) -> Bytes:
    """The ruling on each of R stages; `counts`, `totals` and `lowest` are C rows of R, one per competency."""
    wide = _wide_enough(policy, counts, outstanding)
    columns: list[Wide] = [column.astype(wide) for column in (counts, totals, lowest, outstanding)]
    n, total, least, k = columns
    if policy.aggregation == "lowest":
        below = _lowest_ceiling(policy, n, least, k) < policy.floor
        short = least.sum(axis=0) < policy.threshold * len(counts)
    else:
        below = total + k * policy.highest < policy.floor * (n + k)
        short = _mean_is_short(policy, counts, total)
    unassessed = np.logical_not(counts.astype(bool).all(axis=0)) if len(counts) else np.ones(k.shape, bool)
    return np.select(
        [present == 0, np.logical_or.reduce(below, axis=0), k > 0, unassessed, short],
        [
            np.uint8(Ruling.NOT_OPENED),
            np.uint8(Ruling.FLOOR),
            np.uint8(Ruling.AWAITING_SCORECARDS),
            np.uint8(Ruling.UNASSESSED),
            np.uint8(Ruling.THRESHOLD),
        ],
        np.uint8(Ruling.CLEARED),
    )


def _wide_enough(policy: GatePolicy, counts: Integers, outstanding: Integers) -> type:
    """The narrowest type that every product below fits, at last Python's own integers: slow and never wrong.

    A total is at most its count times the top of the scale, so that with its weight it is at most the common
    multiple times that.
    """
    cards = int(counts.max(initial=0)) + int(outstanding.max(initial=0))
    value = max(abs(bar) for bar in (policy.highest, policy.threshold, policy.floor))
    largest = value * max(lcm(*_distinct(counts)) * len(counts), cards)
    return next((each for each in (np.int32, np.int64) if largest <= np.iinfo(each).max), object)


def _distinct(counts: Integers) -> list[int]:
    """The counts that occur, without zero, in order."""
    return [int(n) for n in np.flatnonzero(np.bincount(counts.ravel())) if n]


def _lowest_ceiling(policy: GatePolicy, n: Wide, least: Wide, k: Wide) -> Wide:
    """The highest a minimum can end at; a competency that nobody will score is at no floor's mercy."""
    unscored = np.where(k > 0, policy.highest, policy.floor)
    return np.where(n > 0, least, unscored)


def _mean_is_short(policy: GatePolicy, counts: Integers, total: Wide) -> Truth:
    """Whether the mean of the competencies' means is below the threshold, over a common denominator."""
    known = _distinct(counts)
    common = lcm(*known)
    weights = np.zeros(max(known, default=0) + 1, total.dtype)
    for n in known:
        weights[n] = common // n
    weighted = (total * weights[counts]).sum(axis=0)
    short: Truth = weighted < policy.threshold * common * len(counts)
    return short
