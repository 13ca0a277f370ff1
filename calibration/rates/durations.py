"""How long things took: the median and the 90th percentile, and neither of too few.

A percentile is the inverted empirical distribution function: the smallest duration that at least this share
of the cases did not exceed, so that it is always one that happened (definition 1 of R. Hyndman and Y. Fan,
The American Statistician 50, 1996).
"""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

Integers: TypeAlias = npt.NDArray[np.integer[Any]]
Seconds: TypeAlias = npt.NDArray[np.float64]
Unit: TypeAlias = Literal["hours", "days"]

# Of four, the 90th percentile is the longest and the median the second: two cases, no distribution.
CASES_FOR_DURATION = 5
SECONDS: dict[Unit, int] = {"hours": 3600, "days": 86_400}


@dataclass(frozen=True, slots=True)
class Duration:
    """Median and 90th percentile of `cases` durations in `unit`; None of too few."""

    cases: int
    unit: Unit
    median: float | None
    p90: float | None


def duration_of(seconds: Seconds, unit: Unit) -> Duration:
    """Of all together. NaN, which has not ended yet, is no case; less than zero is at once, and counts as
    0."""
    return durations_by(np.zeros(len(seconds), dtype=np.int64), seconds, 1, unit)[0]


def durations_by(groups: Integers, seconds: Seconds, group_count: int, unit: Unit) -> tuple[Duration, ...]:
    """As `duration_of`, of each group by number from 0; a group below 0 is none."""
    known = ~np.isnan(seconds) & (groups >= 0)
    lengths = np.maximum(seconds[known], 0.0) / SECONDS[unit]
    order = np.lexsort((lengths, groups[known]))
    cases = np.bincount(groups[known], minlength=group_count)
    ends = np.cumsum(cases)
    return tuple(
        _duration(lengths[order[end - count : end]], unit)
        for end, count in zip(ends.tolist(), cases.tolist(), strict=True)
    )


def _duration(rising: Seconds, unit: Unit) -> Duration:
    if len(rising) < CASES_FOR_DURATION:
        return Duration(len(rising), unit, None, None)
    return Duration(len(rising), unit, _percentile(rising, 50), _percentile(rising, 90))


def _percentile(rising: Seconds, percent: int) -> float:
    rank = -(-percent * len(rising) // 100)  # rounded up, in integers
    return float(rising[rank - 1])
