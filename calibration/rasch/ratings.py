"""Scores as the fits read them: whom, by whom, on what, and which category of the scale."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Indices: TypeAlias = NDArray[np.int32]
Mask: TypeAlias = NDArray[np.bool_]

POINT = 100  # in hundredths
MOST_CATEGORIES = 101  # a scale of 0 to 100 is the longest that is fitted


class CannotCalibrate(ValueError):
    """There is nothing to fit, or it makes no scale; the message is a sentence for the person."""


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """Scores in long form; the arrays have one entry per score.

    `ratee`, `rater` and `item` index the names. A score is `lowest + category * step`, in hundredths of a
    point; `categories` counts the scale's, used or not.
    """

    ratees: tuple[str, ...]
    raters: tuple[str, ...]
    items: tuple[str, ...]
    ratee: Indices
    rater: Indices
    item: Indices
    category: Indices
    lowest: int
    step: int
    categories: int

    def __len__(self) -> int:
        return len(self.category)

    def points(self, category: float) -> float:
        """What a category, or a mean of categories, is in points of the scale."""
        return (self.lowest + category * self.step) / POINT


def ratings_of(
    ratees: Iterable[str],
    raters: Iterable[str],
    items: Iterable[str],
    scores: Iterable[int],
    *,
    lowest: int | None = None,
    highest: int | None = None,
    step: int | None = None,
) -> Ratings:
    """Ratings from parallel columns, the scores in hundredths; names in order of first appearance.

    The scale is what is found unless it is said: its ends are the lowest and highest score, its step one
    point, or less where scores lie between whole steps. Raises CannotCalibrate without scores, with one
    off the scale, or with more than 101 categories.
    """
    values = np.fromiter(scores, dtype=np.int64)
    bottom, width, categories = scale_of(values, lowest=lowest, highest=highest, step=step)
    if values.min() < bottom or values.max() > bottom + (categories - 1) * width:
        raise CannotCalibrate("a score is off the scale")
    if ((values - bottom) % width).any():
        raise CannotCalibrate("a score is not on a step of the scale")
    ratee_names, ratee = _coded(ratees)
    rater_names, rater = _coded(raters)
    item_names, item = _coded(items)
    category = ((values - bottom) // width).astype(np.int32)
    return Ratings(
        ratee_names, rater_names, item_names, ratee, rater, item, category, bottom, width, categories
    )


def scale_of(
    values: NDArray[np.int64], *, lowest: int | None, highest: int | None, step: int | None
) -> tuple[int, int, int]:
    """(lowest, step, categories) of a scale in hundredths, as said or as found in the values."""
    if not len(values):
        raise CannotCalibrate("there are no scores")
    bottom = int(values.min()) if lowest is None else lowest
    top = int(values.max()) if highest is None else highest
    if top < bottom:
        raise CannotCalibrate("the highest score of the scale is below its lowest")
    width = _found_step(values, bottom, top) if step is None else step
    if width <= 0:
        raise CannotCalibrate("the step of the scale is not more than zero")
    if (top - bottom) % width:
        raise CannotCalibrate("the step does not lead from the lowest score of the scale to its highest")
    categories = (top - bottom) // width + 1
    if categories > MOST_CATEGORIES:
        raise CannotCalibrate(f"the scale has {categories} values, and at most {MOST_CATEGORIES} are fitted")
    return bottom, width, categories


def chosen(ratings: Ratings, mask: Mask | NDArray[np.intp]) -> Ratings:
    """The ratings where `mask` holds (or at its places) and the names in them; the scale stays."""
    ratee_names, ratee = _kept(ratings.ratees, ratings.ratee[mask])
    rater_names, rater = _kept(ratings.raters, ratings.rater[mask])
    item_names, item = _kept(ratings.items, ratings.item[mask])
    category, scale = ratings.category[mask], (ratings.lowest, ratings.step, ratings.categories)
    return Ratings(ratee_names, rater_names, item_names, ratee, rater, item, category, *scale)


def _found_step(values: NDArray[np.int64], bottom: int, top: int) -> int:
    return math.gcd(POINT, top - bottom, *(int(each) - bottom for each in np.unique(values)))


def _coded(names: Iterable[str]) -> tuple[tuple[str, ...], Indices]:
    codes: dict[str, int] = {}
    index = np.fromiter((codes.setdefault(name, len(codes)) for name in names), dtype=np.int32)
    return tuple(codes), index


def _kept(names: Sequence[str], index: Indices) -> tuple[tuple[str, ...], Indices]:
    present = np.unique(index)
    place = np.zeros(len(names), dtype=np.int32)
    place[present] = np.arange(len(present), dtype=np.int32)
    return tuple(names[each] for each in present), place[index]
