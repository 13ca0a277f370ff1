"""Impact ratios against published tables: the Guidelines, New York City's rule, and the New Haven exams."""

import csv
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.fairness.impact import GroupCount, Impact, fisher_p, hangs_on_one_hire, impact

RICCI = Path(__file__).parent / "data" / "ricci.csv"


def of(*counts: tuple[str, int, int], everybody: int | None = None) -> Impact:
    """Groups as (name, selected, applicants)."""
    return impact([GroupCount(name, n, k) for name, k, n in counts], all_applicants=everybody)


def ratios(found: Impact) -> dict[str, float | None]:
    return {group.group: group.impact_ratio for group in found.groups}


def test_guidelines_percentages_find_only_the_group_below_four_fifths() -> None:
    found = of(
        ("white", 60, 100), ("black", 51, 100), ("hispanic", 48, 100), ("american indian", 45, 100)
    )  # Question and Answer 12

    assert found.highest == "white"
    assert ratios(found) == pytest.approx(
        {"white": 1.0, "black": 0.85, "hispanic": 0.8, "american indian": 0.75}, abs=1e-9
    )
    assert [group.below_four_fifths for group in found.groups] == [False, False, False, True]


def test_exactly_four_fifths_is_not_below() -> None:
    found = of(("m", 50, 100), ("f", 40, 100))

    assert found.groups[1].below_four_fifths is False


@pytest.mark.parametrize(
    ("group", "other", "p"),
    [
        ((1, 4), (3, 4), 0.4857142857142857),  # Fisher's lady tasting tea
        ((2, 17), (10, 13), 0.0005367241),  # Fisher's convictions of twins
        ((51, 100), (60, 100), 0.2549502636),
        ((48, 100), (60, 100), 0.1183881378),
        ((45, 100), (60, 100), 0.0471654854),
        ((12, 40), (48, 80), 0.0034092218),
        ((2, 9), (6, 10), 0.1698023339),
        ((0, 25), (14, 60), 0.0079640263),
        ((10, 50), (10, 50), 1.0),
        ((40, 100), (50, 100), 0.2007076001),
        ((930, 7200), (1200, 8000), 0.0002177753),
    ],
)
def test_fisher_p_is_the_published_one(group: tuple[int, int], other: tuple[int, int], p: float) -> None:
    found = fisher_p(GroupCount("", group[1], group[0]), GroupCount("", other[1], other[0]))

    assert found == pytest.approx(p, abs=1e-9)


def test_worked_table_of_the_new_york_rule_is_reproduced_to_the_printed_digit() -> None:
    """The scoring rate: of 92 men 50 are above the median, and so on; 6 RCNY 5-301's second example."""
    sexes = of(("male", 50, 92), ("female", 34, 76))
    races = of(
        ("hispanic", 18, 28), ("white", 15, 40), ("black", 16, 32), ("islander", 5, 8), ("asian", 10, 24)
    )

    assert [f"{group.impact_ratio:.2f}" for group in sexes.groups] == ["1.00", "0.82"]
    assert [f"{group.impact_ratio:.2f}" for group in races.groups] == ["1.00", "0.58", "0.78", "0.97", "0.65"]
    printed = [54.3, 44.7, 64.2, 37.5, 50.0, 62.5, 41.7]  # some of them cut, some rounded
    assert [_per_cent(group.rate) for group in (*sexes.groups, *races.groups)] == pytest.approx(
        printed, abs=0.1
    )


def test_compensatory_exam_has_its_published_counts() -> None:
    found = _ricci(lambda oral, written: Fraction(6, 10) * written + Fraction(4, 10) * oral >= 70)

    assert {group.group: (group.selected, group.applicants) for group in found.groups} == {
        "W": (41, 68),
        "H": (6, 23),
        "B": (9, 27),
    }
    assert _printed(found) == {"W": "1.000", "H": "0.433", "B": "0.553"}


def test_non_compensatory_exam_has_its_published_counts() -> None:
    found = _ricci(lambda oral, written: oral >= 70 and written >= 70)

    assert {group.group: (group.selected, group.applicants) for group in found.groups} == {
        "W": (26, 68),
        "H": (3, 23),
        "B": (5, 27),
    }
    assert _printed(found) == {"W": "1.000", "H": "0.341", "B": "0.484"}


def test_group_of_less_than_two_per_cent_has_a_rate_no_ratio_and_is_never_the_highest() -> None:
    found = of(("m", 50, 100), ("f", 45, 100), ("x", 4, 4), everybody=204)

    assert found.highest == "m"
    assert (found.groups[2].rate, found.groups[2].impact_ratio) == (1.0, None)
    assert found.groups[2].too_small


def test_group_of_exactly_two_per_cent_counts() -> None:
    found = of(("m", 50, 98), ("x", 2, 2), everybody=100)

    assert found.highest == "x"


def test_unknown_answers_make_a_group_smaller_of_everybody_but_enter_no_ratio() -> None:
    known = of(("m", 50, 96), ("f", 2, 4))
    with_unknown = of(("m", 50, 96), ("f", 2, 4), everybody=300)

    assert not known.groups[1].too_small
    assert with_unknown.groups[1].too_small


def test_no_ratio_where_nobody_was_selected() -> None:
    found = of(("m", 0, 40), ("f", 0, 30))

    assert found.highest is None
    assert ratios(found) == {"m": None, "f": None}


def test_no_ratio_of_one_group_alone() -> None:
    assert of(("m", 10, 40)).highest is None


def test_group_without_applicants_has_no_rate() -> None:
    found = of(("m", 10, 40), ("f", 5, 30), ("x", 0, 0))

    assert (found.groups[2].rate, found.groups[2].impact_ratio) == (None, None)


def test_finding_hangs_on_one_hire_when_one_person_undoes_it() -> None:
    """7 of 10 against 5 of 10 is a ratio of 0.71; with 6 of 10 against 6 of 10 there is none."""
    found = of(("m", 7, 10), ("f", 5, 10))

    assert (found.groups[1].below_four_fifths, found.groups[1].one_more_hire) == (True, True)


def test_the_one_more_comes_from_the_highest_group() -> None:
    """8 of 10 against 5 of 10: one more alone makes 0.75, and with one fewer of the highest it is 0.86."""
    assert of(("m", 8, 10), ("f", 5, 10)).groups[1].one_more_hire is True


def test_finding_that_one_hire_would_not_undo_stands() -> None:
    assert of(("m", 48, 80), ("f", 12, 40)).groups[1].one_more_hire is False


def test_nothing_hangs_on_one_hire_where_there_is_no_finding() -> None:
    assert not hangs_on_one_hire(GroupCount("f", 100, 40), GroupCount("m", 100, 50))


counted = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(st.lists(counted, min_size=2, max_size=8))
def test_no_ratio_exceeds_one_and_four_fifths_agrees_with_exact_fractions(
    pairs: list[tuple[int, int]],
) -> None:
    found = of(*((str(index), k, n) for index, (k, n) in enumerate(pairs)))

    by_name = {group.group: group for group in found.groups}
    for group in found.groups:
        if group.impact_ratio is None or found.highest is None:
            continue
        top = by_name[found.highest]
        exact = Fraction(group.selected, group.applicants) / Fraction(top.selected, top.applicants)
        assert exact <= 1
        assert group.below_four_fifths == (exact < Fraction(4, 5))


def _ricci(passes: Callable[[Fraction, Fraction], bool]) -> Impact:
    """The 118 candidates of the 2003 New Haven promotion exams, as in the record of Ricci v. DeStefano."""
    with RICCI.open() as file:
        exams = list(csv.DictReader(file))
    rows = [(exam["Race"], Fraction(exam["Oral"]), Fraction(exam["Written"])) for exam in exams]
    passed = Counter(race for race, oral, written in rows if passes(oral, written))
    sat = Counter(race for race, _, _ in rows)
    return of(*((race, passed[race], sat[race]) for race in ("W", "H", "B")))


def _two_digits(found: Impact) -> list[str]:
    return [f"{group.impact_ratio:.2f}" for group in found.groups]


def _printed(found: Impact) -> dict[str, str]:
    return {group.group: f"{group.impact_ratio:.3f}" for group in found.groups}


def _per_cent(rate: float | None) -> float:
    assert rate is not None
    return 100 * rate
