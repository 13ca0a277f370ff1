"""How sure an alpha is: a percentile interval from resampled units.

Source: B. Efron and R. Tibshirani, An Introduction to the Bootstrap (1993), §13.3. Units are drawn, never
single ratings, because the ratings of a unit belong together.
"""

from typing import TypeAlias

import numpy as np

from calibration.agreement.alpha import Counts, Floats, Metric, alphas, check, coincidences, pairable_units

Interval: TypeAlias = tuple[float, float]

# Below ten units a resample often misses most of what there is, and the interval comes out too narrow.
UNITS_FOR_INTERVAL = 10
# Where more resamples than this have no alpha at all, the rest no longer stand for the data.
UNDEFINED_AT_MOST = 0.05


def alpha_interval(
    counts: Counts,
    metric: Metric,
    values: Floats,
    *,
    resamples: int = 1000,
    seed: int = 1,
    level: float = 0.95,
) -> Interval | None:
    """The interval of `krippendorff_alpha(counts, metric, values)`; the same seed gives the same interval.

    None with fewer than UNITS_FOR_INTERVAL units that have two ratings, and where more than UNDEFINED_AT_MOST
    of the resamples have no alpha. Raises ValueError as `krippendorff_alpha` does.
    """
    check(counts, metric, values)
    in_order = np.argsort(values)
    pairable = pairable_units(counts)[:, in_order]
    if len(pairable) < UNITS_FOR_INTERVAL:
        return None
    patterns, frequencies = _patterns(pairable)
    drawn = _resampled(frequencies, resamples, seed)
    resampled = alphas(coincidences(patterns, drawn), metric, values[in_order])
    defined = resampled[~np.isnan(resampled)]
    if len(defined) < (1 - UNDEFINED_AT_MOST) * resamples:
        return None
    low, high = np.quantile(defined, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _patterns(pairable: Counts) -> tuple[Counts, Counts]:
    """The distinct rows and how many units have each: a few dozen, however many the units."""
    radix = int(pairable.max()) + 1
    if radix ** pairable.shape[1] < 2**62:  # a row read as the digits of one number sorts 20 times faster
        digits = radix ** np.arange(pairable.shape[1], dtype=np.int64)
        _, first, frequencies = np.unique(pairable @ digits, return_index=True, return_counts=True)
        return pairable[first], frequencies
    return np.unique(pairable, axis=0, return_counts=True)


def _resampled(frequencies: Counts, resamples: int, seed: int) -> Floats:
    """How often each pattern comes in each resample (resamples × patterns).

    Drawing as many units as there are with replacement is a multinomial draw over their patterns.
    """
    units = frequencies.sum()
    drawn = np.random.default_rng(seed).multinomial(units, frequencies / units, size=resamples)
    return drawn.astype(np.float64)
