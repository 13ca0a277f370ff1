"""Ratings from a CSV sheet with the columns ratee, rater, item and score, every problem with its line."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.rasch.ratings import CannotCalibrate, Ratings, chosen, scale_of
from rubrics.points import NotPoints, parse_points, written_points
from rubrics.sheet import Report, quoted, read_rows

COLUMNS = ("ratee", "rater", "item", "score")

_NOT_RATED = -1


@dataclass(frozen=True, slots=True)
class SaidScale:
    """The scale as far as it was said, in hundredths."""

    lowest: int | None = None
    highest: int | None = None
    step: int | None = None


def read_ratings(text: Iterable[str], said: SaidScale, *, report: Report) -> Ratings | None:
    """The ratings of a sheet; None once a problem was reported. A blank score is no rating.

    Raises CannotCalibrate when the sheet is in order but has no scores, or they make no scale.
    """
    problems = 0

    def note(line: int, words: str) -> None:
        nonlocal problems
        problems += 1
        report(line, words)

    columns = _read_columns(text, note)
    for line, words in columns.repetitions():
        note(line, words)
    try:
        scale = scale_of(columns.scores(), lowest=said.lowest, highest=said.highest, step=said.step)
    except CannotCalibrate:
        if problems:
            return None  # mending those lines may mend the scale too
        raise
    for line, words in columns.off_scale(*scale):
        note(line, words)
    return None if problems else columns.ratings(*scale)


def _read_columns(text: Iterable[str], report: Report) -> "_Columns":
    """The rows with a ratee, a rater and an item; those without are reported."""
    columns = _Columns()
    for line, (ratee, rater, item, score) in read_rows(text, COLUMNS, report=report):
        value, refusal = columns.values[score]
        if refusal:
            report(line, refusal)
        if ratee and rater and item:
            columns.add(line, (ratee, rater, item), value)
            continue
        for name, filled in zip(COLUMNS, (ratee, rater, item), strict=False):
            if not filled:
                report(line, f"the {name} is empty")
    return columns


class _Columns:
    """The columns of a sheet, names as numbers."""

    def __init__(self) -> None:
        self.values = _Values()
        self._names: tuple[dict[str, int], ...] = ({}, {}, {})
        self._indices = (array("i"), array("i"), array("i"))
        self._values = array("q")
        self._lines = array("q")

    def add(self, line: int, key: tuple[str, str, str], value: int | None) -> None:
        """A row; None is not rated."""
        for name, names, indices in zip(key, self._names, self._indices, strict=True):
            indices.append(names.setdefault(name, len(names)))
        self._values.append(_NOT_RATED if value is None else value)
        self._lines.append(line)

    def scores(self) -> NDArray[np.int64]:
        """The scores, in hundredths."""
        values = np.asarray(self._values)
        rated: NDArray[np.int64] = values[values != _NOT_RATED]
        return rated

    def repetitions(self) -> Iterator[tuple[int, str]]:
        """The lines whose ratee, rater and item another line had before, and which."""
        ratee, rater, item = (np.asarray(each, dtype=np.int64) for each in self._indices)
        key = (ratee * len(self._names[1]) + rater) * len(self._names[2]) + item
        _, first, place = np.unique(key, return_index=True, return_inverse=True)
        for row in np.flatnonzero(first[place] != np.arange(len(key))):
            earlier = self._lines[first[place[row]]]
            yield self._lines[row], f"the same ratee, rater and item as on line {earlier}"

    def off_scale(self, lowest: int, step: int, categories: int) -> Iterator[tuple[int, str]]:
        """The lines whose score is not a value of the scale."""
        values, highest = np.asarray(self._values), lowest + (categories - 1) * step
        rated = values != _NOT_RATED
        off = rated & ((values < lowest) | (values > highest))
        for row in np.flatnonzero(rated & (off | ((values - lowest) % step != 0))):
            score = quoted(written_points(int(values[row])))
            ends = f"{written_points(lowest)} to {written_points(highest)}"
            wrong = f"off the scale of {ends}" if off[row] else f"not on a step of {written_points(step)}"
            yield self._lines[row], f"the score {score} is {wrong}"

    def ratings(self, lowest: int, step: int, categories: int) -> Ratings:
        """The rated rows, on a scale that holds them all."""
        values = np.asarray(self._values)
        ratee, rater, item = (np.asarray(each, dtype=np.int32) for each in self._indices)
        category = ((values - lowest) // step).astype(np.int32)
        ratees, raters, items = (tuple(names) for names in self._names)
        scale = (lowest, step, categories)
        whole = Ratings(ratees, raters, items, ratee, rater, item, category, *scale)
        return chosen(whole, values != _NOT_RATED)


class _Values(dict[str, tuple[int | None, str]]):
    """What a score field reads: (hundredths or None, "") or (None, what is wrong). Remembers the right."""

    def __init__(self) -> None:
        super().__init__({"": (None, "")})

    def __missing__(self, text: str) -> tuple[int | None, str]:
        try:
            value = parse_points(text)
        except NotPoints as refusal:
            return None, f"the score {quoted(text)} {refusal}"
        self[text] = value, ""
        return value, ""
