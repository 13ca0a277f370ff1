"""Parameters in blocks that sum to zero: severities, difficulties and steps."""

from collections.abc import Sequence

import numpy as np

from calibration.rasch.ratings import Floats


class Centring:
    """Projects onto the parameters whose first blocks, of the given lengths, each sum to zero."""

    def __init__(self, blocks: Sequence[int], free: int = 0) -> None:
        self._edges = np.concatenate([[0], np.cumsum(blocks)]).astype(int)
        self.size = int(self._edges[-1]) + free

    def vector(self, values: Floats) -> Floats:
        """The values with the mean of each block taken off."""
        centred = values.copy()
        for start, end in self._blocks():
            centred[start:end] -= centred[start:end].mean()
        return centred

    def matrix(self, values: Floats) -> Floats:
        """The matrix within the centred space, and the identity on what was projected away.

        It is positive definite when `values` is so within the centred space; `covariance` undoes it.
        """
        centred = values.copy()
        for start, end in self._blocks():
            centred[start:end] -= centred[start:end].mean(axis=0)
        for start, end in self._blocks():
            centred[:, start:end] -= centred[:, start:end].mean(axis=1, keepdims=True)
        self._add_identity(centred, 1.0)
        return centred

    def covariance(self, inverse: Floats) -> Floats:
        """The inverse of a `matrix` without the part that was projected away."""
        covariance = inverse.copy()
        self._add_identity(covariance, -1.0)
        return covariance

    def _add_identity(self, values: Floats, sign: float) -> None:
        for start, end in self._blocks():
            values[start:end, start:end] += sign / (end - start)

    def _blocks(self) -> list[tuple[int, int]]:
        pairs = zip(self._edges[:-1], self._edges[1:], strict=True)
        return [(int(start), int(end)) for start, end in pairs if end > start]
