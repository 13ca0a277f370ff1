"""Where an application stands, from the results of its stages in order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.placement import Placement, placement

RESULTS = st.lists(st.sampled_from(["", "pending", "advance", "stop"]), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("results", "stage", "cleared", "stopped"),
    [
        (["", "", ""], 0, False, False),
        (["pending", "", ""], 0, False, False),
        (["advance", "", ""], 1, False, False),
        (["advance", "stop", ""], 1, False, True),
        (["advance", "advance", "pending"], 2, False, False),
        (["advance", "advance", "advance"], 2, True, False),
        # A correction turned the first stage: it stops there, and the later outcomes stay.
        (["stop", "advance", "advance"], 0, False, True),
        (["pending", "stop", ""], 0, False, False),
    ],
)
def test_the_first_stage_that_has_not_advanced_is_where_it_stands(
    results: list[str], stage: int, cleared: bool, stopped: bool
) -> None:
    assert placement(results) == Placement(stage, cleared, stopped)


def test_a_rubric_without_stages_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one stage"):
        placement([])


@given(RESULTS)
def test_every_stage_before_the_place_has_advanced(results: list[str]) -> None:
    place = placement(results)
    assert set(results[: place.stage]) <= {"advance"}
    assert place.cleared == (set(results) == {"advance"})
    assert place.stopped == (results[place.stage] == "stop")


@given(RESULTS, RESULTS)
def test_what_later_stages_say_never_moves_it(results: list[str], later: list[str]) -> None:
    place = placement(results)
    if not place.cleared:
        assert placement([*results[: place.stage + 1], *later]) == place


@given(RESULTS, st.data())
def test_advancing_one_more_stage_never_leads_back(results: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(results) - 1))
    better = [*results[:index], "advance", *results[index + 1 :]]
    assert placement(better).stage >= placement(results).stage
