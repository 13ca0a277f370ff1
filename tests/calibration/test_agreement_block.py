import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.agreement.block import complete_block


def found_in(panels: list[set[int]], *, at_least: int) -> tuple[list[int], list[int]] | None:
    """The block of units with these panels, each unit numbered by its place."""
    ratings = [(unit, rater) for unit, panel in enumerate(panels) for rater in sorted(panel)]
    units, raters = np.array(ratings, dtype=np.int64).reshape(-1, 2).T
    block = complete_block(units, raters, at_least=at_least)
    return None if block is None else (block.units.tolist(), block.raters.tolist())


def test_a_complete_table_is_its_own_block() -> None:
    assert found_in([{0, 1, 2}] * 4, at_least=3) == ([0, 1, 2, 3], [0, 1, 2])


def test_the_block_grows_for_as_long_as_it_holds_more_ratings() -> None:
    # Two raters share six units; with the third there are five, and 5 × 3 is more than 6 × 2.
    assert found_in([{0, 1, 2}] * 5 + [{0, 1}], at_least=2) == ([0, 1, 2, 3, 4], [0, 1, 2])
    # Three of six units would be a smaller table.
    assert found_in([{0, 1, 2}] * 3 + [{0, 1}] * 3, at_least=2) == ([0, 1, 2, 3, 4, 5], [0, 1])


def test_a_larger_panel_counts_for_the_raters_it_has_in_common() -> None:
    assert found_in([{4, 6}, {4, 6, 7}, {2, 4, 6}, {2, 3}], at_least=3) == ([0, 1, 2], [4, 6])


def test_there_is_no_block_without_enough_units_of_the_same_two_raters() -> None:
    assert found_in([{0, 1}, {0, 1}, {1, 2}], at_least=3) is None
    assert found_in([{0}, {1}, {2}], at_least=1) is None
    assert found_in([], at_least=1) is None


@given(st.lists(st.sets(st.integers(0, 4)), max_size=12), st.integers(2, 4))
@settings(max_examples=80)
def test_every_rater_of_a_block_rated_every_unit_of_it(panels: list[set[int]], at_least: int) -> None:
    block = found_in(panels, at_least=at_least)
    pairs = [sum({a, b} <= panel for panel in panels) for a in range(5) for b in range(a)]
    assert (block is None) == (max(pairs) < at_least)
    if block is not None:
        units, raters = block
        assert units == [unit for unit, panel in enumerate(panels) if set(raters) <= panel]
        assert len(units) >= at_least
        assert len(raters) >= 2
