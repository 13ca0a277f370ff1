"""Where the climbs begin: what the means and the category counts alone suggest."""

import numpy as np

from calibration.rasch.design import Design
from calibration.rasch.ratings import Floats, Indices


def starting_values(design: Design) -> tuple[Floats, Floats, Floats, float]:
    """Severity, difficulty, steps and mean ability (logits) from margins, the first three centred."""
    share = design.category_counts / design.category_counts.sum()
    mean = float(share @ design.numbers)
    variance = float(share @ (design.numbers - mean) ** 2)
    steps = np.log(design.category_counts[:-1] / design.category_counts[1:])
    gaps = np.diff(design.numbers)
    mu = -float(steps.sum() / gaps.sum())
    steps = steps - steps.mean()
    counts = np.asarray(design.counts.sum(axis=0)).ravel()
    severity = _shifts(design.pair_rater, design.raters, counts, design.pair_total, mean) / variance
    difficulty = _shifts(design.pair_item, design.items, counts, design.pair_total, mean) / variance
    return severity - severity.mean(), difficulty - difficulty.mean(), steps, mu


def spread(design: Design) -> float:
    """The variance of all scores: no score can tell more of an ability than about this."""
    share = design.category_counts / design.category_counts.sum()
    return float(share @ (design.numbers - share @ design.numbers) ** 2)


def _shifts(index: Indices, size: int, counts: Floats, totals: Floats, mean: float) -> Floats:
    """How far below the overall mean each element's mean is."""
    return np.asarray(mean - np.bincount(index, totals, size) / np.bincount(index, counts, size))
