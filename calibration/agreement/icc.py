"""Intraclass correlation: the share of the spread of scores that lies between candidates.

Sources: P. Shrout and J. Fleiss, Intraclass correlations, Psychological Bulletin 86 (1979); K. McGraw and
S. Wong, Psychological Methods 1 (1996). ICC(2,·) takes raters as a sample of many, and counts it against
agreement when one is stricter than another. It needs a complete table: every rater of it rated every unit.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.special import fdtri

Floats: TypeAlias = npt.NDArray[np.float64]

# A correlation further below zero, as small tables can give, says no more than "none", and is given as this.
LOWEST = -1.0


@dataclass(frozen=True, slots=True)
class Correlation:
    """An intraclass correlation with its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Icc:
    """ICC(2,1), of one rater's score, and ICC(2,k), of the mean of the table's `raters` raters."""

    units: int
    raters: int
    single: Correlation
    average: Correlation


@dataclass(frozen=True, slots=True)
class MeanSquares:
    """The two-way analysis of variance of a complete table of units × raters."""

    units: int
    raters: int
    between_units: float
    between_raters: float
    residual: float


def intraclass_correlation(table: Floats, *, level: float = 0.95) -> Icc | None:
    """ICC(2,1) and ICC(2,k) of a complete table (units × raters) with their F-based intervals.

    None where they are undefined: fewer than two units or raters, or units that nothing tells apart. Raises
    ValueError for a table with gaps.
    """
    if table.ndim != 2 or np.isnan(table).any():
        raise ValueError("an intraclass correlation needs a complete table of units × raters")
    if min(table.shape) < 2:
        return None
    squares = mean_squares(table)
    if squares.between_units <= 0 and squares.residual <= 0:
        return None
    single = _single(squares, level)
    if single is None:
        return None
    average = Correlation(
        _of_mean(single.value, squares.raters),
        _of_mean(single.low, squares.raters),
        _of_mean(single.high, squares.raters),
    )
    return Icc(squares.units, squares.raters, single, average)


def mean_squares(table: Floats) -> MeanSquares:
    """What the correlations are made of; sums of rounding errors count as nothing."""
    units, raters = table.shape
    table = table - table[0, 0]  # scores that are all the same then are exactly zero
    mean = table.mean()
    of_units, of_raters = table.mean(axis=1, keepdims=True), table.mean(axis=0, keepdims=True)
    nothing = 1e-12 * float(((table - mean) ** 2).sum())

    def square(deviations: npt.NDArray[Any], times: int, freedom: int) -> float:
        total = times * float((deviations**2).sum())
        return total / freedom if total > nothing else 0.0

    return MeanSquares(
        units,
        raters,
        square(of_units - mean, raters, units - 1),
        square(of_raters - mean, units, raters - 1),
        square(table - of_units - of_raters + mean, 1, (units - 1) * (raters - 1)),
    )


def _single(squares: MeanSquares, level: float) -> Correlation | None:
    n, k = squares.units, squares.raters
    rows, columns, error = squares.between_units, squares.between_raters, squares.residual
    spread = rows + (k - 1) * error + k * (columns - error) / n
    if spread <= 0:
        return None
    value = (rows - error) / spread
    if not columns and not error:  # the raters agree to the last score: there is no error to be unsure of
        return Correlation(value, value, value)
    freedom = _freedom(squares, value)
    if freedom < 1:  # not one independent difference between raters is left: nothing can be said
        return Correlation(max(value, LOWEST), LOWEST, 1.0)
    lower = float(fdtri(n - 1, freedom, (1 + level) / 2))  # the quantile of the F distribution
    upper = float(fdtri(freedom, n - 1, (1 + level) / 2))
    common = k * columns + (k * n - k - n) * error
    low = n * (rows - lower * error) / (lower * common + n * rows)
    high = n * (upper * rows - error) / (common + n * upper * rows)
    return Correlation(*(max(bound, LOWEST) for bound in (value, low, high)))


def _freedom(squares: MeanSquares, value: float) -> float:
    """The degrees of freedom of the interval (Satterthwaite)."""
    n, k = squares.units, squares.raters
    of_raters = k * value * squares.between_raters
    of_error = (n * (1 + (k - 1) * value) - k * value) * squares.residual
    spread = (n - 1) * of_raters**2 + of_error**2
    return (k - 1) * (n - 1) * (of_raters + of_error) ** 2 / spread if spread > 0 else 0.0


def _of_mean(single: float, raters: int) -> float:
    """ICC(2,k) from ICC(2,1), by Spearman and Brown."""
    spread = 1 + (raters - 1) * single
    return max(raters * single / spread, LOWEST) if spread > 0 else LOWEST
