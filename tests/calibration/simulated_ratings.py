"""Ratings drawn from the rating scale model, with the severities and difficulties they were drawn with."""

from dataclasses import dataclass

import numpy as np

from calibration.rasch.ratings import Floats, Ratings

THRESHOLDS = np.array([-2.0, -0.7, 0.5, 2.2])


@dataclass(frozen=True)
class Simulated:
    """Ratings on 1 to 5 and what is true of them."""

    ratings: Ratings
    severity: Floats
    difficulty: Floats
    ability: Floats


def simulated(*, ratees: int, raters: int, items: int, raters_each: int = 2, seed: int = 1) -> Simulated:
    """Every ratee is rated by `raters_each` raters, drawn at random, on every item."""
    random = np.random.default_rng(seed)
    ability = random.normal(0.5, 1.2, ratees)
    severity = _centred(random.normal(0, 0.6, raters))
    difficulty = _centred(random.normal(0, 0.4, items))
    chosen = np.array([random.choice(raters, raters_each, replace=False) for _ in range(ratees)])
    ratee = np.repeat(np.arange(ratees), raters_each * items)
    rater = np.repeat(chosen.ravel(), items)
    item = np.tile(np.arange(items), ratees * raters_each)
    eta = ability[ratee] - severity[rater] - difficulty[item]
    category = _drawn(random, eta)
    ratings = Ratings(
        tuple(f"candidate {each}" for each in range(ratees)),
        tuple(f"interviewer {each}" for each in range(raters)),
        tuple(f"item {each}" for each in range(items)),
        ratee.astype(np.int32),
        rater.astype(np.int32),
        item.astype(np.int32),
        category,
        lowest=100,
        step=100,
        categories=5,
    )
    return Simulated(ratings, severity, difficulty, ability)


def _centred(values: Floats) -> Floats:
    return np.asarray(values - values.mean())


def _drawn(random: np.random.Generator, eta: Floats) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    costs = np.concatenate([[0.0], np.cumsum(THRESHOLDS)])
    weights = np.exp(np.outer(eta, np.arange(5)) - costs).cumsum(axis=1)
    drawn = random.random(len(eta)) * weights[:, -1]
    return np.asarray((drawn[:, None] > weights).sum(axis=1), dtype=np.int32)
