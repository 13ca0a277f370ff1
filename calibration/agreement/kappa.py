"""Cohen's kappa: agreement of two raters beyond chance, near misses forgiven by weight.

Source: J. Cohen, Weighted kappa, Psychological Bulletin 70 (1968). The categories are the whole scale, also
those that nobody used: leaving these out would change the weights.
"""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

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

    The three arrays have an entry per rating; `categories` counts from 0 in the order of the scale. A rater
    rates a unit at most once.
    """
    firsts, seconds = paired_ratings(units, raters)
    rater_count = int(raters.max(initial=-1)) + 1
    keys = raters[firsts].astype(np.int64) * rater_count + raters[seconds]
    pairs, place, common = np.unique(keys, return_inverse=True, return_counts=True)
    enough = np.flatnonzero(common >= at_least)
    slots = np.full(len(pairs), -1)
    slots[enough] = np.arange(len(enough))
    slot = slots[place]
    kept = slot >= 0
    cells = (slot * category_count + categories[firsts]) * category_count + categories[seconds]
    shape = (len(enough), category_count, category_count)
    tables = np.bincount(cells[kept], minlength=shape[0] * shape[1] * shape[2]).reshape(shape)
    return tuple(
        PairKappa(
            int(key) // rater_count, int(key) % rater_count, int(n), None if np.isnan(kappa) else float(kappa)
        )
        for key, n, kappa in zip(pairs[enough], common[enough], _kappas(tables, "quadratic"), strict=True)
    )


def paired_ratings(units: Integers, raters: Integers) -> tuple[Integers, Integers]:
    """The places of every two ratings of the same unit, the lower rater first."""
    order = np.lexsort((raters, units))
    in_order = units[order]
    firsts, seconds = [order[:0]], [order[:0]]
    apart = 1
    while (same := np.flatnonzero(in_order[apart:] == in_order[: len(in_order) - apart])).size:
        firsts.append(order[same])
        seconds.append(order[same + apart])
        apart += 1
    return np.concatenate(firsts), np.concatenate(seconds)


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
