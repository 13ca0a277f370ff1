"""The tables of a gate: what stands in them, and what does not where counts are hidden."""

import numpy as np
import pytest

from calibration.fairness.compared import SideBySide, compared
from calibration.fairness.funnel import group_funnel
from calibration.fairness.groups import coded
from calibration.fairness.layout import GateTables, GroupCells, Table, gate_tables, table

NOBODY = GroupCells("Unknown", 0, 0)


def of(*groups: tuple[str, int | None, int | None], everybody: int) -> Table:
    """Groups as (name, selected, applicants)."""
    cells = [("", GroupCells(name, applicants, selected)) for name, selected, applicants in groups]
    return table("sex", "Sex", cells, NOBODY, everybody)


def gates(*people: tuple[str, str, list[int]]) -> tuple[GateTables, ...]:
    """Sex, race, and how many of those were stopped at each gate and passed all."""
    answers, passed = [], []
    for sex, race, numbers in people:
        for past, number in enumerate(numbers):
            answers += [(sex, race)] * number
            passed += [past] * number
    names = tuple(f"Gate {number}" for number in range(1, len(people[0][2])))
    return gate_tables(group_funnel(names, coded(answers), np.array(passed)))


def test_table_has_each_group_with_its_rate_and_ratio() -> None:
    found = of(("Male", 50, 92), ("Female", 34, 76), everybody=168)

    assert found.highest == "Male"
    assert [(row.group, row.applicants, row.selected) for row in found.rows] == [
        ("Male", 92, 50),
        ("Female", 76, 34),
    ]
    assert [row.figures and row.figures.impact_ratio for row in found.rows] == pytest.approx(
        [1.0, 0.8232], abs=1e-4
    )


def test_group_with_a_hidden_count_has_no_figure_and_is_not_the_highest() -> None:
    found = of(("Male", 40, 92), ("Female", 34, 76), ("Another", None, 9), everybody=177)

    assert found.hidden == 1
    assert found.rows[2].figures is None
    assert found.highest == "Female"


def test_no_ratio_where_one_group_alone_is_shown() -> None:
    found = of(("Male", 40, 92), ("Female", None, 76), everybody=168)

    assert found.highest is None
    assert [row.figures and row.figures.impact_ratio for row in found.rows] == [None, None]


def test_group_that_nobody_belongs_to_has_no_row() -> None:
    assert [row.group for row in of(("Male", 40, 92), ("Another", 0, 0), everybody=92).rows] == ["Male"]


def test_share_of_two_per_cent_is_of_everybody_at_the_gate() -> None:
    found = of(("Male", 40, 92), ("Female", 34, 76), ("Another", 5, 10), everybody=600)

    figures = found.rows[2].figures
    assert figures is not None
    assert (figures.too_small, figures.impact_ratio, figures.rate) == (True, None, 0.5)


def test_gates_follow_each_other_and_the_whole_way_is_the_last() -> None:
    found = gates(("male", "white", [20, 20, 20]), ("female", "white", [20, 20, 20]))

    assert [(gate.slug, gate.name, gate.applicants, gate.selected) for gate in found] == [
        ("gate-1", "Gate 1", 120, 80),
        ("gate-2", "Gate 2", 80, 40),
        ("gate-3", "The whole way", 120, 40),
    ]


def test_one_gate_is_the_whole_way_and_stands_once() -> None:
    assert [gate.name for gate in gates(("male", "white", [20, 20]))] == ["Gate 1"]


def test_crossed_table_has_hispanic_people_by_sex_and_others_by_sex_and_race() -> None:
    found = gates(
        ("male", "white", [20, 20]),
        ("female", "white", [20, 20]),
        ("male", "hispanic", [20, 20]),
        ("female", "hispanic", [20, 20]),
        ("female", "asian", [20, 20]),
    )

    both = found[0].tables[2]
    assert [(row.block, row.group) for row in both.rows] == [
        ("Hispanic or Latino", "Male"),
        ("Hispanic or Latino", "Female"),
        ("Not Hispanic or Latino, male", "White"),
        ("Not Hispanic or Latino, female", "White"),
        ("Not Hispanic or Latino, female", "Asian"),
    ]
    assert both.highest == "Hispanic or Latino, male"


def test_unknown_answers_are_counted_apart() -> None:
    found = gates(("male", "white", [20, 20]), ("female", "declined", [20, 20]), ("", "", [5, 6]))

    sex, race, both = found[0].tables
    assert (sex.unknown.applicants, sex.unknown.selected) == (11, 6)
    assert (race.unknown.applicants, race.unknown.selected) == (51, 26)
    assert (both.unknown.applicants, both.unknown.selected) == (51, 26)
    assert [row.group for row in race.rows] == ["White"]


def side_by_side(*groups: tuple[str, int, int, int, int]) -> tuple[SideBySide, ...]:
    """Sexes with how many neither rule selects, only the one before, only the one after, and both."""
    answers, before, after = [], [], []
    for sex, neither, first, second, both in groups:
        for number, flags in ((neither, (0, 0)), (first, (1, 0)), (second, (0, 1)), (both, (1, 1))):
            answers += [(sex, "")] * number
            before += [flags[0] == 1] * number
            after += [flags[1] == 1] * number
    return compared(coded(answers), np.array(before), np.array(after)).sex


def test_groups_stand_side_by_side_under_two_rules() -> None:
    male, female = side_by_side(("male", 40, 0, 10, 50), ("female", 70, 0, 0, 30))

    assert (male.rate_before, male.rate_after) == (0.5, 0.6)
    assert (female.ratio_before, female.ratio_after) == (0.6, 0.5)
    assert (female.below_before, female.below_after) == (True, True)


@pytest.mark.parametrize("flipped", [1, 4])
def test_nothing_is_told_of_a_group_of_which_fewer_than_five_flip(flipped: int) -> None:
    male, female = side_by_side(("male", 40, 0, 10, 50), ("female", 70 - flipped, 0, flipped, 30))

    assert (female.rate_before, female.rate_after) == (None, None)
    assert (male.rate_before, male.rate_after) == (None, None)  # or the flips would be all less the men's


def test_nothing_is_told_of_a_group_of_fewer_than_five_selected() -> None:
    _, female = side_by_side(("male", 40, 0, 10, 50), ("female", 70, 0, 0, 3))

    assert female.ratio_before is None


def test_group_that_nobody_belongs_to_is_not_told_of() -> None:
    assert [each.group for each in side_by_side(("male", 40, 0, 10, 50))] == ["Male"]
