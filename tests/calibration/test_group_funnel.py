"""The counts of a funnel by group: what is shown of them, and that nothing else can be worked out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.fairness import funnel
from calibration.fairness.attack import Attacker
from calibration.fairness.funnel import HIDDEN, GroupFunnel, group_funnel, together
from calibration.fairness.groups import RACES, SEXES, Answers, coded
from calibration.fairness.suppression import WIDTH, shown_counts

GATES = ("Screen", "Exercise", "Offer")
MALE, FEMALE, ANOTHER, UNKNOWN = range(4)


def of_sexes(*groups: tuple[str, list[int]]) -> GroupFunnel:
    """Sexes with how many were stopped at each gate and how many passed all; races are not known."""
    answers, passed = [], []
    for sex, numbers in groups:
        for gates, number in enumerate(numbers):
            answers += [(sex, "declined")] * number
            passed += [gates] * number
    return group_funnel(GATES, coded(answers), np.array(passed))


def test_funnel_of_large_groups_is_shown_whole() -> None:
    found = of_sexes(("male", [20, 20, 20, 20]), ("female", [10, 10, 10, 10]))

    assert found.everybody.tolist() == [120, 90, 60, 30]
    assert found.sex[:, :2].tolist() == [[80, 40], [60, 30], [40, 20], [20, 10]]


def test_group_that_nobody_belongs_to_is_shown_as_nobody() -> None:
    found = of_sexes(("male", [20, 20, 20, 20]), ("female", [10, 10, 10, 10]))

    assert found.sex[:, ANOTHER].tolist() == [0, 0, 0, 0]
    assert found.sex[:, UNKNOWN].tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize("past", [0, 1, 4])
def test_fewer_than_five_past_a_gate_are_not_shown(past: int) -> None:
    found = of_sexes(("male", [20, 20, 20, 20]), ("female", [20, 20, 20, past]))

    assert found.sex[3].tolist()[:2] == [HIDDEN, HIDDEN]
    assert found.sex[2].tolist()[:2] == [40, 20 + past]


@pytest.mark.parametrize("stopped", [0, 1, 4])
def test_fewer_than_five_stopped_at_a_gate_cannot_be_taken_as_a_difference(stopped: int) -> None:
    found = of_sexes(("male", [20, 20, 20, 20]), ("female", [20, 20, stopped, 20]))

    assert HIDDEN in (found.sex[2, FEMALE], found.sex[3, FEMALE])
    assert HIDDEN in (found.sex[2, MALE], found.sex[3, MALE])


def test_unknown_answers_hide_nothing_of_their_own() -> None:
    found = of_sexes(("male", [20, 20, 20, 20]), ("female", [10, 10, 10, 10]), ("declined", [1, 0, 0, 1]))

    assert found.sex[:, UNKNOWN].tolist() == [2, 1, 1, 1]


def test_count_hidden_in_one_period_is_hidden_in_all_together() -> None:
    large = of_sexes(("male", [20, 20, 20, 20]), ("female", [10, 10, 10, 10]))
    small = of_sexes(("male", [20, 20, 20, 20]), ("female", [20, 20, 20, 2]))
    found = together([large, small])

    assert found.everybody.tolist() == (large.everybody + small.everybody).tolist()
    assert found.sex[2].tolist()[:2] == [80, 42]
    assert found.sex[3].tolist()[:2] == [HIDDEN, HIDDEN]


def test_funnels_of_other_gates_are_not_added_up() -> None:
    one = of_sexes(("male", [20, 20, 20, 20]))
    other = group_funnel(("Screen",), coded([("male", "white")] * 20), np.zeros(20, dtype=np.int64))

    with pytest.raises(ValueError, match="same gates"):
        together([one, other])


def test_answers_that_are_no_category_are_not_known() -> None:
    found = coded([("female", "asian"), ("declined", ""), ("", "declined")])

    assert found.sex.tolist() == [FEMALE, len(SEXES), len(SEXES)]
    assert found.race.tolist() == [list(RACES).index("asian"), len(RACES), len(RACES)]


def test_nobody_at_all_is_a_funnel_too() -> None:
    found = group_funnel(GATES, coded([]), np.zeros(0, dtype=np.int64))

    assert found.everybody.tolist() == [0, 0, 0, 0]


def test_the_whole_way_is_shown_where_single_gates_have_to_hide() -> None:
    found = of_sexes(("male", [20, 20, 20, 20]), ("female", [16, 16, 2, 16]))

    assert found.sex[:, :2].tolist() == [[80, 50], [60, 34], [HIDDEN, HIDDEN], [20, 16]]


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([40, 150, 400]))
def test_no_guarded_count_of_any_table_can_be_pinned_down(seed: int, people: int) -> None:
    """A sample of them, for each takes four searches; the tables are of sex, race and both, at every gate."""
    draw = np.random.default_rng(seed)
    answers = Answers(
        draw.choice(4, people, p=[0.5, 0.4, 0.02, 0.08]),
        draw.choice(8, people, p=[0.15, 0.45, 0.12, 0.01, 0.12, 0.02, 0.05, 0.08]),
    )
    drawn, _ = funnel._cells(3, answers, draw.integers(0, 4, people))
    shown = shown_counts(drawn)
    reader, knows_totals = Attacker(drawn, shown), Attacker(drawn, drawn.known)

    for cell in draw.choice(np.flatnonzero(drawn.guarded & ~drawn.known), 12):
        assert not shown[cell]
        assert _width(reader, cell) >= min(WIDTH, _width(knows_totals, cell))


def _width(reader: Attacker, cell: int) -> int:
    highest, lowest = reader.highest(cell), reader.lowest(cell)
    assert highest is not None
    assert lowest is not None
    return highest - lowest
