"""Score bands: how often a stage score led to an offer.

Scores are the gate's exact fractions in hundredths of a point and are compared in integers, so that a score
at the edge of a band is in the same band on every machine. Only decided applications are in a rate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from calibration.evidence import Decided
from calibration.rates.wilson import Rate, rate_of
from rubrics.gate import shown

Integers: TypeAlias = npt.NDArray[np.integer[Any]]
Flags: TypeAlias = npt.NDArray[np.bool_]

# In hundredths: each band from one edge up to, and without, the next; the last with its upper edge.
EDGES = (100, 200, 250, 300, 350, 400, 450, 500)
NO_SCORE = -1


@dataclass(frozen=True, slots=True)
class Band:
    """Scores from `low` to below `high`, in hundredths; of the top band with `high`."""

    low: int
    high: int
    label: str


@dataclass(frozen=True, slots=True)
class BandRate:
    """Offers of the decided applications in a band, and how many more are not decided."""

    band: Band
    offers: Rate
    undecided: int


@dataclass(frozen=True, slots=True)
class BandTable:
    """The bands of one stage in rising order; `unscored` applications have no score there and are in none."""

    bands: tuple[BandRate, ...]
    overall: Rate
    undecided: int
    unscored: int


@dataclass(frozen=True, slots=True)
class Cell:
    """Offers of the decided applications in a band of each of two stages, and how many are not decided."""

    offers: Rate
    undecided: int


@dataclass(frozen=True, slots=True)
class BandGrid:
    """The bands of two stages crossed: `cells[i][j]` is band i of the first stage and j of the second.

    `rows` and `columns` are the two stages' bands over the applications with both scores; `unscored` lack
    one.
    """

    rows: tuple[BandRate, ...]
    columns: tuple[BandRate, ...]
    cells: tuple[tuple[Cell, ...], ...]
    overall: Rate
    undecided: int
    unscored: int


@dataclass(frozen=True, slots=True)
class StageScores:
    """The scores of a stage, one per application: exact fractions in hundredths, denominator 0 where none."""

    numerators: Integers
    denominators: Integers


def band_table(scores: StageScores, decided: Integers, edges: Sequence[int] = EDGES) -> BandTable:
    """Offer rates by band of one stage's score; `decided` says what each application came to (Decided).

    Raises ValueError where a score lies off the edges, and TypeError where it is not in integers.
    """
    band = band_numbers(scores, edges)
    counts = _counts(band, decided, len(edges) - 1)
    overall, undecided = _total(counts)
    return BandTable(_band_rates(counts, edges), overall, undecided, int((band == NO_SCORE).sum()))


def crossed_bands(
    first: StageScores, second: StageScores, decided: Integers, edges: Sequence[int] = EDGES
) -> BandGrid:
    """Offer rates by the bands of two stages' scores of the same applications; raises as `band_table`
    does."""
    width = len(edges) - 1
    rows, columns = band_numbers(first, edges), band_numbers(second, edges)
    unscored = (rows == NO_SCORE) | (columns == NO_SCORE)
    cell = np.where(unscored, NO_SCORE, rows * width + columns)
    counts = _counts(cell, decided, width * width).reshape(width, width, 3)
    overall, undecided = _total(counts.reshape(-1, 3))
    return BandGrid(
        _band_rates(counts.sum(axis=1), edges),
        _band_rates(counts.sum(axis=0), edges),
        tuple(tuple(Cell(*_offers(cell)) for cell in row) for row in counts),
        overall,
        undecided,
        int(unscored.sum()),
    )


def band_numbers(scores: StageScores, edges: Sequence[int] = EDGES) -> Integers:
    """The band of each score, from 0; NO_SCORE where there is none. Raises as `band_table` does."""
    numerators, denominators = scores.numerators, scores.denominators
    if numerators.dtype.kind not in "iu" or denominators.dtype.kind not in "iu":
        raise TypeError("scores are exact: integers over integers")
    scored = denominators > 0
    reached = [numerators >= edge * denominators for edge in edges[:-1]]
    if (scored & (~reached[0] | (numerators > edges[-1] * denominators))).any():
        raise ValueError(f"a score lies outside {shown((edges[0], 1))} to {shown((edges[-1], 1))}")
    return np.where(scored, np.sum(reached, axis=0) - 1, NO_SCORE)


def bands_between(edges: Sequence[int] = EDGES) -> tuple[Band, ...]:
    """The bands, labelled by the scores shown in them: a score shown as 3.99 is below 4.00, however close."""
    last = len(edges) - 2
    return tuple(
        Band(low, high, f"{shown((low, 1))}–{shown((high if number == last else high - 1, 1))}")
        for number, (low, high) in enumerate(pairwise(edges))
    )


def edges_on(lowest: int, highest: int) -> tuple[int, ...]:
    """EDGES for another scale, in hundredths: at the same shares of the way from lowest to highest, cut."""
    length = EDGES[-1] - EDGES[0]
    return tuple(lowest + (edge - EDGES[0]) * (highest - lowest) // length for edge in EDGES)


def _counts(place: Integers, decided: Integers, places: int) -> Integers:
    """How many applications of each decision (columns, by Decided) are in each place (rows)."""
    inside = place != NO_SCORE
    cells = place[inside] * len(Decided) + decided[inside]
    return np.bincount(cells, minlength=places * len(Decided)).reshape(places, len(Decided))


def _band_rates(counts: Integers, edges: Sequence[int]) -> tuple[BandRate, ...]:
    return tuple(
        BandRate(band, *_offers(row)) for band, row in zip(bands_between(edges), counts, strict=True)
    )


def _total(counts: Integers) -> tuple[Rate, int]:
    return _offers(counts.sum(axis=0))


def _offers(counts: Integers) -> tuple[Rate, int]:
    offers, others = int(counts[Decided.OFFER]), int(counts[Decided.NO_OFFER])
    return rate_of(offers, offers + others), int(counts[Decided.NOT_YET])
