"""Cohen's kappa: agreement of two raters beyond chance, near misses forgiven by weight.

Source: J. Cohen, Weighted kappa, Psychological Bulletin 70 (1968). The categories are the whole scale, also
those that nobody used: leaving these out would change the weights.
"""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

Integers: TypeAlias = npt.NDArray[np.integer[Any]]
Floats: TypeAlias = npt.NDArray[np.float64]
Weights: TypeAlias = Literal["identity", "linear", "quadratic"]

# With fewer common candidates than this, one card more or less moves kappa by tenths.
COMMON_UNITS_FOR_KAPPA = 10


@dataclass(frozen=True, slots=True)
class PairKappa:
    """Two raters, how many units both rated, and their kappa: None where both gave all the same category."""

    first: int
    second: int
    units: int
    kappa: float | None


def weighted_kappa(table: Integers, weights: Weights = "quadratic") -> float | None:
    """Kappa of a square table of counts: one rater's categories down, the other's across, in scale order.

    None where it is undefined: no units, or every unit in one and the same category.
    """
    kappa = float(_kappas(table[None, :, :], weights)[0])
    return None if np.isnan(kappa) else kappa


def pair_kappas(
    units: Integers,
    raters: Integers,
    categories: Integers,
    category_count: int,
    *,
    at_least: int = COMMON_UNITS_FOR_KAPPA,
) -> tuple[PairKappa, ...]:
    """Quadratic weighted kappa of every two raters with `at_least` common units, in order of their numbers.

    The three arrays have an entry per rating; `units` and `raters` are numbers from 0, with few gaps, and
    `categories` counts from 0 in the order of the scale. A rater rates a unit at most once.
    """
    rater_count = int(raters.max(initial=0)) + 1
    times, ones, others = _together(units, raters.astype(np.int64) * category_count + categories)
    firsts, seconds = ones // category_count, others // category_count
    keys, place = np.unique(firsts * rater_count + seconds, return_inverse=True)
    cells = (place * category_count + ones % category_count) * category_count + others % category_count
    tables = np.zeros((len(keys), category_count, category_count), dtype=np.int64)
    np.add.at(tables.reshape(-1), cells, times)
    common = tables.sum(axis=(1, 2))
    enough = common >= at_least
    kappas = _kappas(tables[enough], "quadratic")
    return tuple(
        PairKappa(key // rater_count, key % rater_count, shared, None if np.isnan(kappa) else kappa)
        for key, shared, kappa in zip(
            keys[enough].tolist(), common[enough].tolist(), kappas.tolist(), strict=True
        )
    )


def shared_units(units: Integers, raters: Integers) -> Integers:
    """How many units every two raters share who share any, in no certain order."""
    return _together(units, raters)[0]


def _together(units: Integers, columns: Integers) -> tuple[Integers, Integers, Integers]:
    """How many units have an entry in both of two columns, the lower column, and the higher."""
    if not len(units):
        return units, columns, columns
    entries = csr_array((np.ones(len(units), dtype=np.int64), (units, columns)))
    both = (entries.T @ entries).tocoo()
    apart = both.row < both.col
    return both.data[apart], both.row[apart].astype(np.int64), both.col[apart].astype(np.int64)


def _kappas(tables: Integers, weights: Weights) -> Floats:
    """1 - observed / expected disagreement (of tables × categories × categories), NaN if undefined."""
    disagreement = _disagreement(tables.shape[-1], weights)
    total = tables.sum(axis=(1, 2))
    by_chance = tables.sum(axis=2)[:, :, None] * tables.sum(axis=1)[:, None, :]
    observed = (tables * disagreement).sum(axis=(1, 2)) * total
    expected = (by_chance * disagreement).sum(axis=(1, 2))
    return np.where(expected > 0, 1 - observed / np.where(expected > 0, expected, 1), np.nan)


def _disagreement(category_count: int, weights: Weights) -> Integers:
    places = np.arange(category_count)
    apart = np.abs(places[:, None] - places[None, :])
    powers: dict[Weights, Integers] = {
        "identity": (apart > 0).astype(np.int64),
        "linear": apart,
        "quadratic": apart**2,
    }
    return powers[weights]
