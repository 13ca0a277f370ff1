"""How far raters agree on each item, as alpha."""

import numpy as np

from calibration.agreement.alpha import krippendorff_alpha
from calibration.rasch.ratings import Ratings


def item_agreement(ratings: Ratings) -> dict[str, dict[str, float | None]]:
    """item -> ordinal and interval alpha over ratees, None where undefined (too few paired, or all equal)."""
    values = np.array([ratings.points(category) for category in range(ratings.categories)])
    agreement: dict[str, dict[str, float | None]] = {}
    for number, item in enumerate(ratings.items):
        of_item = ratings.item == number
        cell = ratings.ratee[of_item].astype(np.int64) * ratings.categories + ratings.category[of_item]
        counts = np.bincount(cell, minlength=len(ratings.ratees) * ratings.categories)
        by_ratee = counts.reshape(len(ratings.ratees), ratings.categories)
        agreement[item] = {
            "alpha_ordinal": krippendorff_alpha(by_ratee, "ordinal", values),
            "alpha_interval": krippendorff_alpha(by_ratee, "interval", values),
        }
    return agreement
