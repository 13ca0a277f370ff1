"""Habits: which values an interviewer gives, beside what others gave the same candidates."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Integers: TypeAlias = npt.NDArray[np.integer[Any]]
Floats: TypeAlias = npt.NDArray[np.float64]

# Five scorecards of four competencies: from there on a share of a value is more than one candidate's doing.
SCORES_FOR_SHARES = 20


@dataclass(frozen=True, slots=True)
class Habits:
    """An interviewer's use of the scale; every tuple has an entry per category, in scale order.

    `lowest` and `highest` are the outermost values used, None without a score. `sd` (divisor n - 1) and
    `shares` are None under SCORES_FOR_SHARES scores. Of these, `compared` are of candidates whom somebody
    else scored in the same competency and stage: `shares_compared` are the interviewer's there and
    `peer_shares` the others', each candidate counted as often as the interviewer scored them; None under as
    many compared.
    """

    scores: int
    counts: tuple[int, ...]
    lowest: float | None
    highest: float | None
    sd: float | None
    shares: tuple[float, ...] | None
    compared: int
    shares_compared: tuple[float, ...] | None
    peer_shares: tuple[float, ...] | None


def habits_of(
    units: Integers, interviewers: Integers, categories: Integers, values: Floats, interviewer_count: int
) -> tuple[Habits, ...]:
    """The habits of each interviewer by number, from an entry per score.

    A unit is a candidate's competency in one stage; `categories` counts from 0 along the rising `values`.
    """
    width = len(values)
    own = _counted(interviewers, categories, interviewer_count, width)
    unit_numbers, of_unit = np.unique(units, return_inverse=True)
    in_unit = _counted(of_unit, categories, len(unit_numbers), width)
    shared = in_unit.sum(axis=1)[of_unit] > 1
    compared = _counted(interviewers[shared], categories[shared], interviewer_count, width)
    peers = _peers(in_unit[of_unit[shared]], interviewers[shared], categories[shared], interviewer_count)
    return tuple(
        _habits(own[number], compared[number], peers[number], values) for number in range(interviewer_count)
    )


def _counted(rows: Integers, categories: Integers, row_count: int, width: int) -> Integers:
    return np.bincount(rows * width + categories, minlength=row_count * width).reshape(row_count, width)


def _peers(counts: Integers, interviewers: Integers, categories: Integers, interviewer_count: int) -> Floats:
    """Per interviewer the sum, over their scores, of how the others' scores of that unit are shared out."""
    others = counts.astype(np.float64)
    others[np.arange(len(others)), categories] -= 1
    others /= others.sum(axis=1, keepdims=True)
    columns = [
        np.bincount(interviewers, weights=others[:, at], minlength=interviewer_count)
        for at in range(counts.shape[1])
    ]
    return np.stack(columns, axis=1)


def _habits(own: Integers, compared: Integers, peers: Floats, values: Floats) -> Habits:
    scores, shared = int(own.sum()), int(compared.sum())
    used = values[own > 0]
    return Habits(
        scores=scores,
        counts=tuple(own.tolist()),
        lowest=float(used.min()) if scores else None,
        highest=float(used.max()) if scores else None,
        sd=_sd(own, values) if scores >= SCORES_FOR_SHARES else None,
        shares=_shares(own, scores),
        compared=shared,
        shares_compared=_shares(compared, shared),
        peer_shares=_shares(peers, shared),
    )


def _shares(counts: Integers | Floats, scores: int) -> tuple[float, ...] | None:
    return tuple((counts / scores).tolist()) if scores >= SCORES_FOR_SHARES else None


def _sd(counts: Integers, values: Floats) -> float:
    scores = counts.sum()
    mean = (counts * values).sum() / scores
    return float(np.sqrt((counts * (values - mean) ** 2).sum() / (scores - 1)))
