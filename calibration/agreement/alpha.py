"""Krippendorff's alpha: how far raters agree, from the counts of each category per unit.

Source: K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011). A unit may have any number of
ratings; one with fewer than two can be paired with nothing and is left out.
"""

from typing import Any, Literal, TypeAlias, get_args

import numpy as np
import numpy.typing as npt

Metric: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio"]
Counts: TypeAlias = npt.NDArray[np.integer[Any]]
Floats: TypeAlias = npt.NDArray[np.float64]


def krippendorff_alpha(counts: Counts, metric: Metric, values: Floats) -> float | None:
    """Alpha of `counts` (units × categories: how many ratings of the unit fell in the category).

    `values` holds one distinct value per category, in any order; nominal and ordinal use no more of them than
    identity and order. None where alpha is undefined: no unit with two ratings, or all paired ratings equal.
    Raises ValueError where the shapes, the counts or the values make no sense.
    """
    check(counts, metric, values)
    in_order = np.argsort(values)
    pairable = pairable_units(counts)[:, in_order]
    observed = coincidences(pairable, np.ones((1, len(pairable))))
    alpha = float(alphas(observed, metric, values[in_order])[0])
    return None if np.isnan(alpha) else alpha


def check(counts: Counts, metric: Metric, values: Floats) -> None:
    """Raises ValueError unless `counts` is units × categories and every category has a value of its own."""
    if metric not in get_args(Metric):
        raise ValueError(f"{metric!r} is not one of {', '.join(get_args(Metric))}")
    if counts.ndim != 2 or values.shape != (counts.shape[1],):
        raise ValueError("the counts are units × categories, the values one for each category")
    if counts.size and counts.min() < 0:
        raise ValueError("a count is never less than zero")
    if len(np.unique(values)) < len(values):
        raise ValueError("no two categories have the same value")
    if metric == "ratio" and values.size and values.min() < 0:
        raise ValueError("the ratio metric needs values of zero or more")


def pairable_units(counts: Counts) -> Counts:
    """The units with at least two ratings."""
    pairable: Counts = counts[counts.sum(axis=1) >= 2]
    return pairable


def coincidences(pairable: Counts, times: Floats) -> Floats:
    """Coincidence matrices (samples × categories × categories) of units with two ratings or more.

    `times` (samples × units) says how often each sample holds each unit. Every ordered pair of a unit's m
    ratings counts 1/(m-1), so that a matrix sums to the sample's ratings.
    """
    shares = pairable / (pairable.sum(axis=1, keepdims=True) - 1)
    rows = [times @ (pairable[:, [category]] * shares) for category in range(pairable.shape[1])]
    with_themselves = (times @ shares)[:, :, None] * np.eye(pairable.shape[1])
    return np.asarray(np.stack(rows, axis=1) - with_themselves, dtype=np.float64)


def alphas(observed: Floats, metric: Metric, values: Floats) -> Floats:
    """Alpha of every coincidence matrix (samples × categories × categories), NaN where it is undefined.

    alpha = 1 - (n - 1) * sum(o_ck d_ck²) / sum(n_c n_k d_ck²); `values` rise, and the categories with them.
    """
    totals = observed.sum(axis=-1)
    squares = squared_differences(totals, metric, values)
    disagreement = (observed * squares).sum(axis=(-2, -1))
    by_chance = (totals[:, :, None] * totals[:, None, :] * squares).sum(axis=(-2, -1))
    defined = (totals > 0).sum(axis=-1) > 1
    ratio = (totals.sum(axis=-1) - 1) * disagreement / np.where(defined, by_chance, 1)
    return np.where(defined, 1 - ratio, np.nan)


def squared_differences(totals: Floats, metric: Metric, values: Floats) -> Floats:
    """d_ck² between categories in rising order, of all samples or, if ordinal, of each.

    The ordinal one is Krippendorff's: the ratings between two categories, each of the two counted half.
    """
    if metric == "nominal":
        return 1 - np.eye(len(values))
    if metric == "ordinal":
        middles = np.cumsum(totals, axis=-1) - totals / 2
        return (middles[:, :, None] - middles[:, None, :]) ** 2
    differences: Floats = (values[:, None] - values[None, :]) ** 2
    if metric == "interval":
        return differences
    sums = (values[:, None] + values[None, :]) ** 2
    return differences / np.where(sums > 0, sums, 1)
