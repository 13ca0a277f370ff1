"""The scores of one connected subset, arranged for fitting.

Two scores of a ratee by the same rater on the same item meet the same curve, so the curves are made once per
distinct pair of rater and item, and a ratee's data enter only as sums per (ratee, pair).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from scipy import sparse

from calibration.rasch.ratings import Floats, Indices

# Any: scipy ships no annotations.
SparseMatrix: TypeAlias = Any

_LARGEST_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Some ratees together: `counts` (ratees × pairs), its transpose, and its entries in long form."""

    ratees: slice
    counts: SparseMatrix
    transposed: SparseMatrix
    entry_ratee: Indices
    entry_pair: Indices
    entry_count: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """Scores of `ratees` by `raters` on `items`, as numbers of used categories.

    `numbers` are the used categories in order. `total` is each ratee's sum of category numbers and
    `pair_total` each pair's; `reached` counts, per step, the scores that took it.
    """

    ratees: int
    raters: int
    items: int
    numbers: Floats
    pair_rater: Indices
    pair_item: Indices
    counts: SparseMatrix
    ratings_per_ratee: Floats
    total: Floats
    pair_total: Floats
    reached: Floats
    category_counts: Floats

    @property
    def steps(self) -> int:
        return len(self.numbers) - 1

    def locations(self, severity: Floats, difficulty: Floats) -> Floats:
        """Difficulty plus severity of each pair."""
        return np.asarray(severity[self.pair_rater] + difficulty[self.pair_item])

    def chunks(self, width: int) -> Iterator[Chunk]:
        """The ratees in runs small enough that a run's arrays of `width` columns stay in the cache."""
        rows = max(1, min(self.ratees, (_LARGEST_CHUNK << 2) // max(width, 1)))
        for start in range(0, self.ratees, rows):
            part = slice(start, min(start + rows, self.ratees))
            counts = self.counts[part]
            entry_ratee = np.repeat(np.arange(counts.shape[0], dtype=np.int32), np.diff(counts.indptr))
            yield Chunk(part, counts, counts.T.tocsr(), entry_ratee, counts.indices, counts.data)


def design_of(
    ratee: Indices, rater: Indices, item: Indices, category: Indices, shape: tuple[int, int, int]
) -> Design:
    """The design of parallel scores; `shape` counts ratees, raters and items, each with a score."""
    ratees, raters, items = shape
    key = rater.astype(np.int64) * items + item
    keys, pair = _distinct(key, raters * items)
    counts = sparse.csr_matrix((np.ones(len(pair)), (ratee, pair)), shape=(ratees, len(keys)))
    counts.sum_duplicates()
    found = np.bincount(category)
    numbers = np.flatnonzero(found)
    used = found[numbers].astype(float)
    return Design(
        ratees,
        raters,
        items,
        numbers.astype(float),
        (keys // items).astype(np.int32),
        (keys % items).astype(np.int32),
        counts,
        np.bincount(ratee, minlength=ratees).astype(float),
        np.bincount(ratee, category, ratees).astype(float),
        np.bincount(pair, category, len(keys)).astype(float),
        np.cumsum(used[::-1])[::-1][1:].copy(),
        used,
    )


def _distinct(key: Any, possible: int) -> tuple[Any, Any]:
    """The distinct keys in order and each one's place among them, by counting where that is quicker."""
    if possible > 4 * len(key) + 1000:
        return np.unique(key, return_inverse=True)
    present = np.zeros(possible, dtype=bool)
    present[key] = True
    place = np.cumsum(present, dtype=np.int32) - 1
    return np.flatnonzero(present), place[key]
