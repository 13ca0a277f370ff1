"""The reporting line as pure arithmetic on who reports to whom."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from accounts.reporting_line import managers_above, would_cycle

PEOPLE = range(8)
anything = st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from([None, *PEOPLE]))


@st.composite
def hierarchies(draw: st.DrawFn) -> dict[int, int | None]:
    """Managers without a cycle: nobody reports to somebody with a higher number."""
    return {person: draw(st.sampled_from([None, *range(person)])) if person else None for person in PEOPLE}


def test_line_goes_from_the_nearest_manager_to_the_top() -> None:
    assert list(managers_above(3, {3: 2, 2: 1, 1: None})) == [2, 1]


def test_whoever_has_no_manager_has_nobody_above() -> None:
    assert list(managers_above(1, {1: None})) == []
    assert list(managers_above(1, {})) == []


def test_cycle_is_named_from_the_new_manager_up_to_the_person() -> None:
    assert would_cycle(1, 3, {3: 2, 2: 1, 1: None}) == [3, 2, 1]


def test_reporting_to_oneself_is_the_shortest_cycle() -> None:
    assert would_cycle(1, 1, {}) == [1]


def test_a_manager_from_another_line_closes_nothing() -> None:
    assert would_cycle(1, 4, {4: 3, 3: None, 1: 2}) == []


@given(anything, st.sampled_from(PEOPLE))
def test_line_ends_and_repeats_nobody_whatever_the_mapping(
    managers: dict[int, int | None], person: int
) -> None:
    line = list(managers_above(person, managers))

    assert len(line) == len(set(line))
    assert person not in line


@given(hierarchies(), st.sampled_from(PEOPLE), st.sampled_from(PEOPLE))
def test_a_change_is_refused_exactly_when_it_would_put_a_person_above_themselves(
    managers: dict[int, int | None], person: int, manager: int
) -> None:
    refused = bool(would_cycle(person, manager, managers))

    assert refused == (manager == person or person in managers_above(manager, managers))


@given(hierarchies(), st.sampled_from(PEOPLE), st.sampled_from(PEOPLE))
def test_a_change_that_is_allowed_leaves_a_line_that_ends_at_the_top(
    managers: dict[int, int | None], person: int, manager: int
) -> None:
    if would_cycle(person, manager, managers):
        return
    changed = managers | {person: manager}

    for somebody in PEOPLE:
        line = list(managers_above(somebody, changed))
        assert changed.get(line[-1] if line else somebody) is None


@given(hierarchies(), st.sampled_from(PEOPLE), st.sampled_from(PEOPLE))
def test_the_line_told_is_a_true_one(managers: dict[int, int | None], person: int, manager: int) -> None:
    line = would_cycle(person, manager, managers)

    assert all(managers[below] == above for below, above in pairwise(line))
