"""Rates with Wilson's interval, and no rate at all of too few.

Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927). Unlike the rate plus or minus
its error, the interval stays between 0 and 1 and says something at 0 of 20 too.
"""

from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959963984540054  # the standard normal's 97.5 % point

# One case in four or fewer is a quarter of the rate: that says more about the one than about the rest.
CASES_FOR_RATE = 5


@dataclass(frozen=True, slots=True)
class Rate:
    """`cases` of `total`, with rate and 95 % interval: None of too few, though the counts stand."""

    cases: int
    total: int
    rate: float | None
    low: float | None
    high: float | None


def rate_of(cases: int, total: int) -> Rate:
    """The rate of `cases` in `total`, of CASES_FOR_RATE or more. Raises ValueError as `wilson_interval`
    does."""
    low, high = wilson_interval(cases, total)
    if total < CASES_FOR_RATE:
        return Rate(cases, total, None, None, None)
    return Rate(cases, total, cases / total, low, high)


def wilson_interval(successes: int, trials: int, z: float = Z_95) -> tuple[float, float]:
    """The interval of a rate, inside 0 to 1; of no trials all of it.

    (p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n), exactly 0 and 1 at the ends. Raises ValueError
    unless 0 <= successes <= trials.
    """
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is no rate")
    if not trials:
        return 0.0, 1.0
    failures = trials - successes
    middle = successes + z * z / 2
    half = z * sqrt(successes * failures / trials + z * z / 4)
    low = (middle - half) / (trials + z * z) if successes else 0.0
    high = (middle + half) / (trials + z * z) if failures else 1.0
    return max(low, 0.0), min(high, 1.0)
