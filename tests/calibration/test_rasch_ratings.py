"""Ratings: the scale as it is found or said, and subsets of them."""

import numpy as np
import pytest

from calibration.rasch.ratings import CannotCalibrate, chosen, ratings_of


def scale(*points: float, **said: int) -> tuple[int, int, int]:
    """(lowest, step, categories) that scores in points make, in hundredths."""
    one = ["one"] * len(points)
    ratings = ratings_of(one, one, one, [round(100 * each) for each in points], **said)
    return ratings.lowest, ratings.step, ratings.categories


def test_a_scale_goes_from_the_lowest_to_the_highest_score_in_whole_points() -> None:
    assert scale(2, 5, 3) == (200, 100, 4)


def test_scores_that_skip_a_point_leave_the_step_at_one() -> None:
    assert scale(1, 3, 5) == (100, 100, 5)


def test_scores_between_whole_points_make_the_step_finer() -> None:
    assert scale(1, 2.5) == (100, 50, 4)
    assert scale(1, 1.75) == (100, 25, 4)


def test_a_scale_that_was_said_holds_whatever_was_found() -> None:
    assert scale(2, 3, lowest=100, highest=500) == (100, 100, 5)
    assert scale(2, 3, lowest=0, highest=400, step=50) == (0, 50, 9)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"lowest": 300}, "off the scale"),
        ({"highest": 300}, "off the scale"),
        ({"lowest": 500, "highest": 100}, "below its lowest"),
        ({"step": 0}, "not more than zero"),
        ({"step": 300, "lowest": 0, "highest": 400}, "does not lead"),
        ({"step": 200, "lowest": 100, "highest": 500}, "not on a step"),
        ({"highest": 20000}, "at most 101"),
    ],
)
def test_a_scale_that_makes_no_sense_is_refused_in_words(said: dict[str, int], words: str) -> None:
    with pytest.raises(CannotCalibrate, match=words):
        scale(2, 4, **said)


def test_names_keep_the_order_in_which_they_came() -> None:
    ratings = ratings_of(["b", "a", "b"], ["y", "y", "x"], ["i", "i", "i"], [100, 200, 300])
    assert (ratings.ratees, ratings.raters) == (("b", "a"), ("y", "x"))
    assert ratings.ratee.tolist() == [0, 1, 0]
    assert ratings.category.tolist() == [0, 1, 2]
    assert ratings.points(1.5) == 2.5


def test_chosen_ratings_keep_their_scale_and_lose_names_that_are_gone() -> None:
    ratings = ratings_of(["a", "b", "c"], ["x", "y", "x"], ["i", "j", "j"], [100, 200, 500])
    few = chosen(ratings, np.array([True, False, True]))
    assert (few.ratees, few.raters, few.items) == (("a", "c"), ("x",), ("i", "j"))
    assert few.ratee.tolist() == [0, 1]
    assert few.category.tolist() == [0, 4]
    assert (few.lowest, few.step, few.categories) == (100, 100, 5)
