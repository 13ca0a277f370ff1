"""No count of under five people is shown, nor can it be worked out from what is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.fairness.attack import Attacker, Cells, Counts, Mask, Relation
from calibration.fairness.suppression import WIDTH, shown_counts


def table(*counts: int) -> Cells:
    """One table of groups with its total, the last cell."""
    size = len(counts)
    return cells([*counts, sum(counts)], [Relation(size, tuple(range(size)))], known=[size])


def cells(counts: list[int], relations: list[Relation], known: list[int]) -> Cells:
    mask = np.zeros(len(counts), dtype=bool)
    mask[known] = True
    return Cells(np.array(counts), tuple(relations), mask, np.zeros(len(counts), dtype=bool))


def test_counts_of_five_and_more_are_shown() -> None:
    assert list(shown_counts(table(5, 30, 60))) == [True, True, True, True]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_count_under_five_is_hidden_and_the_next_smallest_group_with_it(count: int) -> None:
    assert list(shown_counts(table(60, count, 20, 30))) == [True, False, False, True, True]


def test_two_hidden_counts_protect_each_other_only_if_together_they_are_enough() -> None:
    """2 and 1 hidden from a total would be known to be 3 people: so the 9 is hidden as well."""
    assert list(shown_counts(table(60, 2, 1, 9))) == [True, False, False, False, True]


def test_total_is_shown_however_small() -> None:
    assert list(shown_counts(table(2, 1))) == [False, False, True]


def test_count_at_one_gate_is_hidden_where_the_neighbouring_gate_would_give_it_away() -> None:
    """Two groups at a gate: applicants, selected and not selected; 8 women came, 6 got on, 2 not."""
    found = shown_counts(
        cells(
            [48, 8, 30, 6, 18, 2, 56, 36, 20],
            [
                Relation(0, (2, 4)),
                Relation(1, (3, 5)),
                Relation(6, (0, 1)),
                Relation(7, (2, 3)),
                Relation(8, (4, 5)),
            ],
            known=[6, 7, 8],
        )
    )

    assert list(found) == [True, True, False, False, False, False, True, True, True]


def test_cycle_is_hidden_where_all_cycles_less_the_others_would_give_it_away() -> None:
    """Women of two cycles and of both together, with the men: 2 = 22 - 20."""
    found = shown_counts(
        cells(
            [2, 20, 22, 40, 40, 80, 42, 60, 102],
            [
                Relation(2, (0, 1)),
                Relation(5, (3, 4)),
                Relation(6, (0, 3)),
                Relation(7, (1, 4)),
                Relation(8, (2, 5)),
            ],
            known=[6, 7, 8],
        )
    )

    assert not found[0]
    assert not (found[1] and found[2])


def test_counts_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="not the sum"):
        cells([1, 2, 4], [Relation(2, (0, 1))], known=[2])


def test_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        table(-1, 6)


def crossed(counts: Counts) -> Cells:
    """A table of groups crossed, with its margins and total; the grand total and the column totals known."""
    rows, columns = counts.shape
    grid = np.arange(rows * columns).reshape(rows, columns)
    row_sums = rows * columns + np.arange(rows)
    column_sums = row_sums[-1] + 1 + np.arange(columns)
    total = int(column_sums[-1] + 1)
    relations = [Relation(int(row_sums[row]), tuple(map(int, grid[row]))) for row in range(rows)]
    relations += [
        Relation(int(column_sums[column]), tuple(map(int, grid[:, column]))) for column in range(columns)
    ]
    relations += [Relation(total, tuple(map(int, row_sums))), Relation(total, tuple(map(int, column_sums)))]
    everything = [*counts.ravel(), *counts.sum(axis=1), *counts.sum(axis=0), counts.sum()]
    return cells([int(count) for count in everything], relations, known=[*map(int, column_sums), total])


def crossed_tables() -> st.SearchStrategy[Cells]:
    shape = st.tuples(st.integers(2, 4), st.integers(2, 3))
    count = st.one_of(st.integers(0, 6), st.integers(0, 40))
    return shape.flatmap(
        lambda shape: st.lists(count, min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]).map(
            lambda drawn: crossed(np.array(drawn).reshape(shape))
        )
    )


@settings(max_examples=25, deadline=None)
@given(crossed_tables())
def test_nobody_can_tell_from_what_is_shown_that_a_hidden_count_is_small(drawn: Cells) -> None:
    shown = shown_counts(drawn)
    reader, knows_totals = Attacker(drawn, shown), Attacker(drawn, drawn.known)

    for cell in np.flatnonzero((drawn.counts < 5) & ~drawn.known):
        assert not shown[cell]
        assert _width(reader, cell) >= min(WIDTH, _width(knows_totals, cell))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=2, max_size=4))
def test_reader_who_tries_every_table_finds_more_than_one_for_each_hidden_count(counts: list[int]) -> None:
    drawn = table(*counts)
    shown = shown_counts(drawn)

    possible = _every_table(drawn, shown)
    for cell in np.flatnonzero(~shown):
        values = {found[cell] for found in possible}
        assert max(values) - min(values) >= min(WIDTH, sum(counts))


def _width(reader: Attacker, cell: int) -> int:
    highest, lowest = reader.highest(cell), reader.lowest(cell)
    assert highest is not None
    assert lowest is not None
    return highest - lowest


def _every_table(drawn: Cells, shown: Mask) -> list[tuple[int, ...]]:
    """Every table of one row of groups that agrees with what is shown."""
    groups = drawn.counts[:-1]
    hidden = [int(cell) for cell in np.flatnonzero(~shown[:-1])]
    left = int(groups[hidden].sum())
    found = []
    for values in _splits(left, len(hidden)):
        filled = groups.copy()
        filled[hidden] = values
        found.append(tuple(int(value) for value in filled))
    return found


def _splits(people: int, cells: int) -> list[tuple[int, ...]]:
    if cells == 0:
        return [()] if people == 0 else []
    if cells == 1:
        return [(people,)]
    return [(first, *rest) for first in range(people + 1) for rest in _splits(people - first, cells - 1)]
