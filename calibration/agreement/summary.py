"""How well the interviewers agree on one competency in one stage."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from calibration.agreement.alpha import Metric, krippendorff_alpha
from calibration.agreement.block import complete_block
from calibration.agreement.bootstrap import UNITS_FOR_INTERVAL, alpha_interval
from calibration.agreement.icc import Icc, intraclass_correlation
from calibration.agreement.kappa import PairKappa, pair_kappas, shared_units

Integers: TypeAlias = npt.NDArray[np.integer[Any]]
Floats: TypeAlias = npt.NDArray[np.float64]

# Alpha stands where its interval does: under ten double-scored candidates one of them decides it.
UNITS_FOR_ALPHA = UNITS_FOR_INTERVAL
# The F-based interval of ten candidates and two interviewers already spans half of the possible range.
UNITS_FOR_ICC = 10


@dataclass(frozen=True, slots=True)
class Alpha:
    """Krippendorff's alpha with its interval: None where too many resamples have no alpha."""

    alpha: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Measures of agreement with what they rest on; one is None where that is too little, or it undefined.

    `units` candidates were scored, `double_scored` of them by two interviewers or more: alpha rests on these.
    `rater_pairs` pairs of interviewers have a candidate in common, at most `most_shared`: kappa and ICC rest
    on that. `kappas` are of the pairs with enough in common; `mean_kappa` is their mean (Light's kappa).
    """

    scores: int
    units: int
    raters: int
    double_scored: int
    alpha_ordinal: Alpha | None
    alpha_interval: Alpha | None
    rater_pairs: int
    most_shared: int
    kappas: tuple[PairKappa, ...]
    mean_kappa: float | None
    icc: Icc | None


def agreement_of(
    units: Integers,
    raters: Integers,
    categories: Integers,
    values: Floats,
    *,
    resamples: int = 1000,
    seed: int = 1,
) -> Agreement:
    """The agreement of scores of one competency in one stage, from an entry per score.

    `units` are the candidates' visits and `raters` the interviewers, by any numbers from 0; `categories`
    counts from 0 along the rising `values` of the whole scale. Raises ValueError where an interviewer scored
    a unit twice: only first revisions are compared.
    """
    unit_numbers, of_unit = np.unique(units, return_inverse=True)
    rater_numbers, of_rater = np.unique(raters, return_inverse=True)
    if len(np.unique(of_unit * len(rater_numbers) + of_rater)) < len(units):
        raise ValueError("an interviewer scores a candidate once")
    shape = (len(unit_numbers), len(values))
    counts = np.bincount(of_unit * shape[1] + categories, minlength=shape[0] * shape[1]).reshape(shape)
    shared = shared_units(of_unit, raters)
    kappas = pair_kappas(of_unit, raters, categories, len(values))
    return Agreement(
        scores=len(units),
        units=len(unit_numbers),
        raters=len(rater_numbers),
        double_scored=int((counts.sum(axis=1) >= 2).sum()),
        alpha_ordinal=_alpha(counts, "ordinal", values, resamples, seed),
        alpha_interval=_alpha(counts, "interval", values, resamples, seed),
        rater_pairs=len(shared),
        most_shared=int(shared.max(initial=0)),
        kappas=kappas,
        mean_kappa=_mean_kappa(kappas),
        icc=_icc(of_unit, of_rater, values[categories]),
    )


def _alpha(counts: Integers, metric: Metric, values: Floats, resamples: int, seed: int) -> Alpha | None:
    if (counts.sum(axis=1) >= 2).sum() < UNITS_FOR_ALPHA:
        return None
    alpha = krippendorff_alpha(counts, metric, values)
    if alpha is None:
        return None
    low, high = alpha_interval(counts, metric, values, resamples=resamples, seed=seed) or (None, None)
    return Alpha(alpha, low, high)


def _mean_kappa(kappas: tuple[PairKappa, ...]) -> float | None:
    known = [pair.kappa for pair in kappas if pair.kappa is not None]
    return sum(known) / len(known) if known else None


def _icc(units: Integers, raters: Integers, scores: Floats) -> Icc | None:
    """Of the complete block in the scores, if there is one large enough."""
    block = complete_block(units, raters, at_least=UNITS_FOR_ICC)
    if block is None:
        return None
    inside = np.isin(units, block.units) & np.isin(raters, block.raters)
    table = np.empty((len(block.units), len(block.raters)))
    rows, columns = np.searchsorted(block.units, units[inside]), np.searchsorted(block.raters, raters[inside])
    table[rows, columns] = scores[inside]
    return intraclass_correlation(table)
