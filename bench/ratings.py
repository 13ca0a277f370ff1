"""Made-up ratings of hiring loops whose severities are known."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration.rasch.ratings import Floats, Ratings

STAGES, COMPETENCIES = 4, 4
ITEMS = STAGES * COMPETENCIES
THRESHOLDS = np.array([-2.2, -0.9, 0.6, 2.5])
GATE = 3.5  # mean score of a stage on 1 to 5


@dataclass(frozen=True)
class Loop:
    """Ratings on 1 to 5, and the severities that they were drawn with (they sum to zero)."""

    ratings: Ratings
    severity: Floats


def whole_loop(candidates: int, interviewers: int, seed: int) -> Loop:
    """Every candidate goes through every stage, one interviewer each: 16 scores a candidate."""
    return _loop(candidates, interviewers, panel=1, gated=False, seed=seed)


def gated_cycle(candidates: int, interviewers: int, seed: int) -> Loop:
    """Two interviewers a stage, and a candidate whose stage score is under the gate goes no further."""
    return _loop(candidates, interviewers, panel=2, gated=True, seed=seed)


def _loop(candidates: int, interviewers: int, *, panel: int, gated: bool, seed: int) -> Loop:
    chance = np.random.default_rng(seed)
    ability = chance.normal(0.6, 1.2, candidates)
    severity, difficulty = _centred(chance, 0.5, interviewers), _centred(chance, 0.4, ITEMS)
    standing = np.arange(candidates)
    columns: list[tuple[NDArray[Any], ...]] = []
    for stage in range(STAGES):
        first = chance.integers(0, interviewers, len(standing))
        others = (
            1 + chance.integers(0, interviewers - panel + 1, len(standing))[:, None] + np.arange(panel - 1)
        )
        who = np.column_stack([first, (first[:, None] + others) % interviewers])
        ratee = np.repeat(standing, panel * COMPETENCIES)
        rater = np.repeat(who.ravel(), COMPETENCIES)
        item = np.tile(stage * COMPETENCIES + np.arange(COMPETENCIES), len(standing) * panel)
        category = _drawn(chance, ability[ratee] - severity[rater] - difficulty[item])
        columns.append((ratee, rater, item, category))
        if gated:
            score = 1 + category.reshape(len(standing), -1).mean(axis=1)
            standing = standing[score >= GATE]
    names = (_named("candidate", candidates), _named("interviewer", interviewers), _named("item", ITEMS))
    arrays = [np.concatenate(column).astype(np.int32) for column in zip(*columns, strict=True)]
    ratings = Ratings(*names, *(arrays[0], arrays[1], arrays[2], arrays[3]), 100, 100, 5)
    return Loop(ratings, severity)


def _named(what: str, size: int) -> tuple[str, ...]:
    return tuple(f"{what} {each}" for each in range(size))


def _centred(chance: np.random.Generator, sd: float, size: int) -> Floats:
    values = chance.normal(0, sd, size)
    return np.asarray(values - values.mean())


def _drawn(chance: np.random.Generator, eta: Floats) -> Floats:
    """Categories 0 to 4 of the rating scale model."""
    costs = np.concatenate([[0.0], np.cumsum(THRESHOLDS - THRESHOLDS.mean())])
    weights = np.exp(np.outer(eta, np.arange(5)) - costs).cumsum(axis=1)
    drawn = chance.random(len(eta)) * weights[:, -1]
    return np.asarray((drawn[:, None] > weights).sum(axis=1))
