"""Halo: how far an interviewer's competencies move together where the candidate does not move them.

What other interviewers saw of the same candidate in the same stage is the candidate's part of a score; what
is left over is the interviewer's. Where that rises and falls in all competencies at once, one impression has
coloured them all. Source: F. Saal, R. Downey and M. Lahey, Rating the ratings, Psychological Bulletin 88
(1980).
"""

from dataclasses import dataclass
from itertools import combinations
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Integers: TypeAlias = npt.NDArray[np.integer[Any]]
Floats: TypeAlias = npt.NDArray[np.float64]

# A correlation over twenty scorecards is still unsure by 0.4 either way; over fewer it says nothing.
CARDS_FOR_CORRELATION = 20
# As for every share: of four scorecards each one is a quarter.
CARDS_FOR_SHARE = 5


@dataclass(frozen=True, slots=True)
class Halo:
    """How much the competencies of some scorecards move together, with what each figure rests on.

    `correlation` is the mean over pairs of competencies, None with too few `compared` scorecards: those with
    a competency that somebody else scored too. `flat` of the `rated` scorecards with two values or more give
    the same value throughout; `flat_share` is None with too few.
    """

    cards: int
    compared: int
    correlation: float | None
    rated: int
    flat: int
    flat_share: float | None


@dataclass(frozen=True, slots=True)
class Halos:
    """Of everybody's scorecards, and of each interviewer's by number."""

    overall: Halo
    interviewers: tuple[Halo, ...]


def halos(visits: Integers, interviewers: Integers, values: Floats, interviewer_count: int) -> Halos:
    """The halo of scorecards: `values` (scorecards × competencies, NaN where not assessed) in any unit.

    `visits` says which candidate's stage each scorecard is of, `interviewers` whose it is. The overall
    correlation is within interviewers too: what makes one stricter than another is no halo.
    """
    left_over = _left_over(np.unique(visits, return_inverse=True)[1], values)
    compared = (~np.isnan(left_over)).any(axis=1)
    rated = (~np.isnan(values)).sum(axis=1) >= 2
    spread = np.nanmax(values[rated], axis=1) - np.nanmin(values[rated], axis=1)
    flat = np.zeros(len(values), dtype=np.bool_)
    flat[rated] = spread == 0
    counts = np.stack(
        [
            np.bincount(interviewers[chosen], minlength=interviewer_count)
            for chosen in (np.ones_like(flat), compared, rated, flat)
        ],
        axis=1,
    )
    overall, of_each = _correlations(interviewers, left_over, interviewer_count)
    return Halos(
        _halo(counts.sum(axis=0), overall),
        tuple(_halo(row, correlation) for row, correlation in zip(counts, of_each, strict=True)),
    )


def _left_over(visits: Integers, values: Floats) -> Floats:
    """Each value less the mean of its competency over the visit's scorecards; NaN where it stands alone.

    The mean over competencies stays in: taken out, it would make competencies seem to move against each
    other.
    """
    present = ~np.isnan(values)
    filled = np.where(present, values, 0.0)
    columns = range(values.shape[1])
    counts = np.stack([np.bincount(visits, weights=present[:, at]) for at in columns], axis=1)[visits]
    sums = np.stack([np.bincount(visits, weights=filled[:, at]) for at in columns], axis=1)[visits]
    return np.where(present & (counts > 1), filled - sums / np.maximum(counts, 1), np.nan)


def _correlations(
    interviewers: Integers, left_over: Floats, interviewer_count: int
) -> tuple[float | None, list[float | None]]:
    """The mean correlation over pairs of competencies: pooled within interviewers, and of each of them."""
    pooled, single = [np.full((1,), np.nan)], [np.full((interviewer_count,), np.nan)]
    for one, other in combinations(range(left_over.shape[1]), 2):
        both = ~np.isnan(left_over[:, one]) & ~np.isnan(left_over[:, other])
        who = interviewers[both]
        sums = _within(who, left_over[both, one], left_over[both, other], interviewer_count)
        single.append(_correlation(*sums))
        pooled.append(_correlation(*(column.sum(keepdims=True) for column in sums)))
    overall, of_each = _mean_known(np.stack(pooled)), _mean_known(np.stack(single))
    return overall[0], of_each


def _within(who: Integers, one: Floats, other: Floats, count: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Per interviewer: how many, the two sums of squares and that of products, about their own means."""
    cards = _sums(who, np.ones(len(who)), count)

    def centred(column: Floats) -> Floats:
        return column - (_sums(who, column, count) / np.maximum(cards, 1))[who]

    one, other = centred(one), centred(other)
    return (
        cards,
        _sums(who, one * one, count),
        _sums(who, other * other, count),
        _sums(who, one * other, count),
    )


def _sums(groups: Integers, column: Floats, count: int) -> Floats:
    return np.bincount(groups, weights=column, minlength=count).astype(np.float64)


def _correlation(cards: Floats, squares: Floats, others: Floats, products: Floats) -> Floats:
    """Pearson's, NaN over too few scorecards or where one of the two never moves."""
    moves = (squares > 1e-9 * cards) & (others > 1e-9 * cards) & (cards >= CARDS_FOR_CORRELATION)
    return np.where(moves, products / np.sqrt(np.where(moves, squares * others, 1)), np.nan)


def _mean_known(correlations: Floats) -> list[float | None]:
    """Down the pairs of competencies, of those that have one."""
    known = (~np.isnan(correlations)).sum(axis=0)
    sums = np.nansum(correlations, axis=0)
    return [float(total / count) if count else None for total, count in zip(sums, known, strict=True)]


def _halo(counts: Integers, correlation: float | None) -> Halo:
    cards, compared, rated, flat = counts.tolist()
    share = flat / rated if rated >= CARDS_FOR_SHARE else None
    return Halo(cards, compared, correlation, rated, flat, share)
