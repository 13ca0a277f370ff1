import json
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.agreement.alpha import krippendorff_alpha
from calibration.agreement.icc import intraclass_correlation
from calibration.agreement.summary import Agreement, agreement_of

ONE_TO_FIVE = np.arange(1.0, 6.0)


def agreement(scores: dict[tuple[int, int], int]) -> Agreement:
    """Of values from 1 to 5 by unit and interviewer."""
    units, raters = np.array(list(scores), dtype=np.int64).reshape(-1, 2).T
    values = np.array(list(scores.values()), dtype=np.int64)
    return agreement_of(units, raters, values - 1, ONE_TO_FIVE, resamples=200)


def panel_of_two(units: int) -> dict[tuple[int, int], int]:
    """Interviewers 4 and 9 on the same candidates, one of them a point stricter now and then."""
    first = {(unit, 4): 2 + unit % 4 for unit in range(units)}
    return first | {(unit, 9): value - (unit % 3 == 0) for (unit, _), value in first.items()}


def test_a_panel_of_two_has_every_measure() -> None:
    found = agreement(panel_of_two(24))
    table = np.array([[2 + unit % 4, 2 + unit % 4 - (unit % 3 == 0)] for unit in range(24)], dtype=np.float64)
    counts = (table[:, :, None] == ONE_TO_FIVE).sum(axis=1)
    assert (found.scores, found.units, found.raters, found.double_scored) == (48, 24, 2, 24)
    assert found.alpha_ordinal is not None
    assert found.alpha_ordinal.alpha == krippendorff_alpha(counts, "ordinal", ONE_TO_FIVE)
    assert found.alpha_interval is not None
    assert found.alpha_interval.alpha == krippendorff_alpha(counts, "interval", ONE_TO_FIVE)
    assert (found.rater_pairs, found.most_shared) == (1, 24)
    (pair,) = found.kappas
    assert (pair.first, pair.second, pair.units) == (4, 9, 24)
    assert found.mean_kappa == pair.kappa
    assert found.icc == intraclass_correlation(table)


def test_under_ten_double_scored_candidates_only_counts_are_left() -> None:
    scored_once = {(unit, 4): 3 for unit in range(50, 80)}
    found = agreement(panel_of_two(9) | scored_once)
    assert (found.units, found.double_scored, found.rater_pairs, found.most_shared) == (39, 9, 1, 9)
    assert (found.alpha_ordinal, found.alpha_interval, found.mean_kappa, found.icc) == (None,) * 4
    assert found.kappas == ()
    assert agreement(panel_of_two(10)).alpha_ordinal is not None


def test_panels_that_change_leave_alpha_but_no_table() -> None:
    scores = {(unit, rater): 1 + (unit + rater) % 5 for unit in range(30) for rater in (unit, unit + 1)}
    found = agreement(scores)
    assert found.alpha_ordinal is not None
    assert (found.rater_pairs, found.most_shared, found.kappas, found.icc) == (30, 1, (), None)


def test_the_correlation_is_of_the_complete_block_alone() -> None:
    others = {(unit, rater): 1 for unit in range(100, 110) for rater in (unit, 4)}
    found = agreement(panel_of_two(24) | others)
    assert found.icc == agreement(panel_of_two(24)).icc


def test_the_same_score_throughout_is_no_agreement_and_no_disagreement() -> None:
    found = agreement({(unit, rater): 3 for unit in range(12) for rater in (0, 1)})
    assert (found.double_scored, found.alpha_ordinal, found.mean_kappa, found.icc) == (12, None, None, None)
    assert [pair.kappa for pair in found.kappas] == [None]


def test_the_mean_kappa_is_over_the_pairs_that_have_one() -> None:
    scores = {(unit, rater): 1 + unit % 5 for unit in range(10) for rater in (0, 1)}
    scores |= {(unit, 2): 5 - unit % 5 for unit in range(10)}
    found = agreement(scores)
    assert [pair.kappa for pair in found.kappas] == pytest.approx([1, -1, -1])
    assert found.mean_kappa == pytest.approx(-1 / 3)


def test_an_interviewer_who_scores_a_candidate_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="once"):
        agreement_of(np.array([1, 1]), np.array([0, 0]), np.array([2, 3]), ONE_TO_FIVE)


def test_agreement_of_nothing_is_counts_of_zero_and_ready_for_json() -> None:
    found = json.loads(json.dumps(asdict(agreement({}))))
    assert {name: value for name, value in found.items() if value not in (0, [])} == dict.fromkeys(
        ("alpha_ordinal", "alpha_interval", "mean_kappa", "icc")
    )
    assert json.dumps(asdict(agreement(panel_of_two(24))))


@given(st.permutations(range(6)))
@settings(max_examples=10)
def test_who_an_interviewer_is_makes_no_difference(names: list[int]) -> None:
    chance = np.random.default_rng(8)
    scores = {
        (unit, int(r)): int(chance.integers(1, 6)) for unit in range(40) for r in chance.permutation(6)[:3]
    }
    renamed = {(unit, names[rater]): value for (unit, rater), value in scores.items()}
    found, other = agreement(scores), agreement(renamed)
    assert found.alpha_ordinal == other.alpha_ordinal
    assert found.mean_kappa == (None if other.mean_kappa is None else pytest.approx(other.mean_kappa))
    assert sorted(pair.units for pair in found.kappas) == sorted(pair.units for pair in other.kappas)
