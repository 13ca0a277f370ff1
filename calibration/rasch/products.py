"""Sums of products of columns over ratees, sparse in the raters where there are many of them."""

import numpy as np
from scipy import sparse

from calibration.rasch.design import Chunk, Design, SparseMatrix
from calibration.rasch.ratings import Floats

_MANY_RATERS = 256


class Products:
    """Adds up C'C over ratees, where the columns of C are raters, items and further ones."""

    def __init__(self, design: Design, chunk: Chunk) -> None:
        self._rows, self._raters, self._items = chunk.counts.shape[0], design.raters, design.items
        self._rater = design.pair_rater[chunk.entry_pair]
        self._by_rater = chunk.entry_ratee * np.int64(design.raters) + self._rater
        self._by_item = chunk.entry_ratee * np.int64(design.items) + design.pair_item[chunk.entry_pair]
        self._ratee = chunk.entry_ratee

    def raters(self, values: Floats) -> SparseMatrix:
        """ratees × raters sums of values given per entry."""
        rows, raters = self._rows, self._raters
        if raters > _MANY_RATERS:
            return sparse.csr_matrix((values, (self._ratee, self._rater)), shape=(rows, raters))
        return np.bincount(self._by_rater, values, rows * raters).reshape(rows, raters)

    def items(self, values: Floats) -> Floats:
        """ratees × items sums of values given per entry."""
        rows, items = self._rows, self._items
        sums: Floats = np.bincount(self._by_item, values, rows * items).reshape(rows, items).astype(float)
        return sums


def add_products(total: Floats, by_rater: SparseMatrix, others: Floats) -> None:
    """Adds C'C to `total`, with C the columns `by_rater` and then `others`."""
    raters = by_rater.shape[1]
    among = by_rater.T @ by_rater
    total[:raters, :raters] += among.toarray() if sparse.issparse(among) else among
    crossed = by_rater.T @ others
    total[:raters, raters:] += crossed
    total[raters:, :raters] += crossed.T
    total[raters:, raters:] += others.T @ others
