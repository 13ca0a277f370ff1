"""No count that is guarded can be worked out from the counts that are shown."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from calibration.fairness.attack import Attacker, Cells, Mask
from calibration.fairness.suppression import WIDTH, shown_counts


def cells(people: list[int], sums: list[list[int]], known: list[int]) -> Cells:
    """Counts over kinds of people, each a row of ones and zeros; guarded are those under 5 and not known."""
    rows = np.array(sums)
    mask = np.zeros(len(sums), dtype=bool)
    mask[known] = True
    return Cells(np.array(people), csr_array(rows), mask, (rows @ people < 5) & ~mask, np.ones(mask.size))


def table(*counts: int) -> Cells:
    """One table of groups, and its total, which everybody has."""
    size = len(counts)
    return cells(list(counts), [*np.eye(size, dtype=int).tolist(), [1] * size], known=[size])


def test_counts_of_five_and_more_are_shown() -> None:
    assert list(shown_counts(table(5, 30, 60))) == [True, True, True, True]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_next_smallest_group_is_hidden_with_the_only_small_one(count: int) -> None:
    assert list(shown_counts(table(60, count, 20, 30))) == [True, False, False, True, True]


def test_two_small_counts_protect_each_other() -> None:
    assert list(shown_counts(table(60, 2, 1, 9))) == [True, False, False, True, True]


def test_two_small_counts_of_too_few_people_together_are_not_enough() -> None:
    """1 and 1 hidden from a total would be known to be two people: so the 9 is hidden as well."""
    assert list(shown_counts(table(60, 1, 1, 9))) == [True, False, False, False, True]


def test_total_is_shown_however_small() -> None:
    assert list(shown_counts(table(2, 1))) == [False, False, True]


def test_total_of_nobody_leaves_nothing_to_protect() -> None:
    assert list(shown_counts(table(0, 0)))[2]


def test_applicants_of_the_next_gate_do_not_give_a_hidden_count_away() -> None:
    """Of 8 women 6 get past the first gate; that 2 do not must not be 8 - 6, nor 8 less the next gate's 6."""
    stopped_men, past_men, stopped_women, past_women = range(4)
    of = np.eye(4, dtype=int)
    found = shown_counts(
        cells(
            [18, 30, 2, 6],
            [
                list(of[stopped_men] + of[past_men]),
                list(of[stopped_women] + of[past_women]),
                list(of[past_men]),
                list(of[past_women]),
                list(of[stopped_women]),
                [1, 1, 1, 1],
                [0, 1, 0, 1],
            ],
            known=[5, 6],
        )
    )

    assert list(found) == [True, True, False, False, False, True, True]


def test_all_cycles_less_the_others_do_not_give_a_hidden_count_away() -> None:
    """Women in two cycles and together, and men: 2 must not be 22 - 20."""
    found = shown_counts(
        cells(
            [2, 20, 40, 40],
            [
                [1, 0, 0, 0],
                [0, 1, 0, 0],
                [1, 1, 0, 0],
                [0, 0, 1, 0],
                [0, 0, 0, 1],
                [0, 0, 1, 1],
                [1, 0, 1, 0],
                [0, 1, 0, 1],
            ],
            known=[6, 7],
        )
    )

    assert not found[0]
    assert not (found[1] and found[2])


def test_sexes_and_races_do_not_give_away_a_hidden_count_of_both_crossed() -> None:
    """A table of two by three with its margins; 3 in one corner."""
    grid = np.arange(6).reshape(2, 3)
    margins = [list(map(int, np.isin(np.arange(6), grid[row]))) for row in range(2)]
    margins += [list(map(int, np.isin(np.arange(6), grid[:, column]))) for column in range(3)]
    drawn = cells([3, 20, 30, 25, 12, 40], [*np.eye(6, dtype=int).tolist(), *margins, [1] * 6], known=[11])
    shown = shown_counts(drawn)

    assert _width(Attacker(drawn, shown), 0) >= WIDTH
    assert shown[6:].all()


def test_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        table(-1, 6)


def systems() -> st.SearchStrategy[Cells]:
    """A few kinds of people and counts over any of them; the last is everybody."""

    def drawn(kinds: int) -> st.SearchStrategy[Cells]:
        people = st.lists(st.one_of(st.integers(0, 6), st.integers(0, 30)), min_size=kinds, max_size=kinds)
        row = st.lists(st.integers(0, 1), min_size=kinds, max_size=kinds)
        rows = st.lists(row, min_size=1, max_size=8)
        return st.tuples(people, rows).map(
            lambda both: cells(both[0], [*both[1], [1] * kinds], known=[len(both[1])])
        )

    return st.integers(2, 6).flatmap(drawn)


@settings(max_examples=100, deadline=None)
@given(systems())
def test_reader_of_all_that_is_shown_cannot_pin_a_guarded_count_down(drawn: Cells) -> None:
    shown = shown_counts(drawn)
    reader, knows_totals = Attacker(drawn, shown), Attacker(drawn, drawn.known)

    assert shown[drawn.known].all()
    for cell in map(int, np.flatnonzero(drawn.guarded)):
        assert not shown[cell]
        assert _width(reader, cell) >= min(WIDTH, _width(knows_totals, cell))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=2, max_size=4))
def test_reader_who_tries_every_number_finds_as_many_as_the_attack_says(counts: list[int]) -> None:
    drawn = table(*counts)
    shown = shown_counts(drawn)

    for cell in map(int, np.flatnonzero(~shown)):
        tried = _tried(drawn, shown, cell)
        assert max(tried) - min(tried) == _width(Attacker(drawn, shown), cell) >= min(WIDTH, sum(counts))


def _width(reader: Attacker, cell: int) -> int:
    highest, lowest = reader.highest(cell), reader.lowest(cell)
    assert highest is not None
    assert lowest is not None
    return highest - lowest


def _tried(drawn: Cells, shown: Mask, cell: int) -> set[int]:
    """The values of one count of a table over all its whole numbers that agree with what is shown."""
    groups = drawn.counts[:-1]
    ranges = [
        [int(count)] if seen else range(int(groups.sum()) + 1)
        for count, seen in zip(groups, shown, strict=False)
    ]
    return {numbers[cell] for numbers in product(*ranges) if sum(numbers) == groups.sum()}
