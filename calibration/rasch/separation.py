"""How far the elements of a facet stand apart beyond the error of their measures."""

import numpy as np

from calibration.rasch.calibration import Separation, Spread
from calibration.rasch.ratings import Floats


def separation_of(measures: Floats, se: Floats) -> Separation | None:
    """Separation and reliability with both divisors; None without two measures of finite se.

    The true variance is the observed one less the mean squared se, and at least zero; reliability is its
    share of the observed, separation its root over the root mean squared se (Wright & Masters 1982).
    """
    known = np.isfinite(se)
    measures, se = measures[known], se[known]
    if len(measures) < 2:
        return None
    mean_square = float(np.mean(se**2))
    return Separation(
        rmse=mean_square**0.5,
        population=_spread(float(np.var(measures)), mean_square),
        sample=_spread(float(np.var(measures, ddof=1)), mean_square),
    )


def eap_reliability(eap: Floats, eap_sd: Floats) -> float | None:
    """var(EAP) / (var(EAP) + mean squared posterior sd); None where all are the same and sure."""
    variance, error = float(np.var(eap)), float(np.mean(eap_sd**2))
    return variance / (variance + error) if variance + error > 0 else None


def wle_reliability(measures: Floats, se: Floats) -> float | None:
    """1 - mean squared se / var(WLE), with divisor n - 1; None where that variance is zero or unknown."""
    variance = float(np.var(measures, ddof=1)) if len(measures) > 1 else 0.0
    return 1 - float(np.mean(se**2)) / variance if variance > 0 else None


def _spread(variance: float, mean_square: float) -> Spread:
    true = max(variance - mean_square, 0.0)
    return Spread(
        sd=variance**0.5,
        true_sd=true**0.5,
        separation=(true / mean_square) ** 0.5 if mean_square > 0 else 0.0,
        reliability=true / variance if variance > 0 else 0.0,
    )
