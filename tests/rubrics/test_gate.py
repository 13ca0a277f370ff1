"""The gate by example: each rule of its definition on scorecards a person can check by hand."""

from dataclasses import replace

import pytest

from rubrics.gate import (
    Card,
    ExactScore,
    GatePolicy,
    Outcome,
    Reason,
    Result,
    Tally,
    decide,
    decide_tallies,
    policy_problems,
    reduced,
    shown,
    tally,
)
from tests.rubrics.stages import FOUR, LOWEST, REFERENCE, card


def rule(outcome: Outcome) -> tuple[Result, Reason]:
    return outcome.result, outcome.reason


def test_a_stage_score_equal_to_the_threshold_advances() -> None:
    outcome = decide(REFERENCE, FOUR, [card("ann", 4, 4, 4, 4)], 1)
    assert outcome == Outcome(
        result=Result.ADVANCE,
        reason=Reason.CLEARED,
        score=(400, 1),
        competencies=dict.fromkeys(FOUR, (400, 1)),
        floor_breaches=(),
        submitted=1,
        expected=1,
        ceilings=dict.fromkeys(FOUR, (400, 1)),
    )


def test_a_stage_score_just_below_the_threshold_stops_even_where_a_float_would_round_it_up() -> None:
    thirds = [card("ann", 4, 4, 4, 4), card("ben", 4, 4, 4, 4), card("cem", 4, 4, 4, 3)]
    outcome = decide(REFERENCE, FOUR, thirds, 3)
    assert rule(outcome) == (Result.STOP, Reason.THRESHOLD)
    assert outcome.score == (1175, 3)


def test_thirds_that_add_up_to_the_threshold_advance() -> None:
    cards = [card("ann", 4, 4, 4, 4), card("ben", 4, 4, 4, 4), card("cem", 3, 5, 3, 5)]
    outcome = decide(REFERENCE, FOUR, cards, 3)
    assert outcome.competencies["judgment"] == (1100, 3)
    assert outcome.score == (400, 1)
    assert rule(outcome) == (Result.ADVANCE, Reason.CLEARED)


def test_a_competency_equal_to_the_floor_does_not_stop() -> None:
    cards = [card("ann", 4, 5, 5, 5), card("ben", 2, 5, 5, 5)]
    outcome = decide(REFERENCE, FOUR, cards, 2)
    assert outcome.competencies["judgment"] == (300, 1)
    assert rule(outcome) == (Result.ADVANCE, Reason.CLEARED)


def test_a_competency_below_the_floor_stops_however_strong_the_rest() -> None:
    outcome = decide(REFERENCE, FOUR, [card("ann", 2, 5, 5, 5)], 1)
    assert outcome.score == (425, 1)
    assert rule(outcome) == (Result.STOP, Reason.FLOOR)
    assert outcome.floor_breaches == ("judgment",)


def test_every_breach_of_the_floor_is_named_in_the_order_of_the_rubric() -> None:
    outcome = decide(REFERENCE, FOUR, [card("ann", 2, 5, 1, 2)], 1)
    assert outcome.floor_breaches == ("judgment", "impact", "curiosity")


def test_the_floor_speaks_before_a_missing_value() -> None:
    outcome = decide(REFERENCE, FOUR, [card("ann", 2, 5, None, 5)], 1)
    assert rule(outcome) == (Result.STOP, Reason.FLOOR)
    assert outcome.score is None


def test_a_competency_nobody_assessed_waits_and_gives_no_stage_score() -> None:
    outcome = decide(REFERENCE, FOUR, [card("ann", 5, 5, None, 5), card("ben", 5, 5, None, 5)], 2)
    assert rule(outcome) == (Result.PENDING, Reason.UNASSESSED)
    assert outcome.competencies["impact"] is None
    assert outcome.ceilings["impact"] is None
    assert outcome.score is None


def test_not_assessed_counts_in_neither_numerator_nor_denominator() -> None:
    outcome = decide(REFERENCE, FOUR, [card("ann", 5, 4, 4, 4), card("ben", None, 4, 4, 4)], 2)
    assert outcome.competencies["judgment"] == (500, 1)


def test_the_stage_score_is_the_mean_of_competencies_and_not_of_ratings() -> None:
    cards = [card("ann", 5, 3, 4, 4), card("ben", None, 3, 4, 4), card("cem", None, 3, 4, 4)]
    assert decide(REFERENCE, FOUR, cards, 3).score == (400, 1)


def test_an_outstanding_scorecard_is_waited_for_even_above_the_threshold() -> None:
    outcome = decide(REFERENCE, FOUR, [card("ann", 5, 5, 5, 5)], 2)
    assert rule(outcome) == (Result.PENDING, Reason.AWAITING_SCORECARDS)
    assert (outcome.submitted, outcome.expected) == (1, 2)


def test_a_stage_below_the_threshold_waits_while_a_scorecard_is_outstanding() -> None:
    outcome = decide(REFERENCE, FOUR, [card("ann", 3, 3, 3, 3)], 2)
    assert rule(outcome) == (Result.PENDING, Reason.AWAITING_SCORECARDS)


@pytest.mark.parametrize(("first", "second", "expected"), [(1, 1, 3), (1, 2, 3)])
def test_a_floor_that_no_outstanding_scorecard_can_lift_stops_early(
    first: int, second: int, expected: int
) -> None:
    cards = [card("ann", first, 4, 4, 4), card("ben", second, 4, 4, 4)]
    outcome = decide(REFERENCE, FOUR, cards, expected)
    assert rule(outcome) == (Result.STOP, Reason.FLOOR)
    assert outcome.ceilings["judgment"] == reduced((first + second + 5) * 100, 3)


def test_a_floor_that_an_outstanding_scorecard_can_just_reach_waits() -> None:
    cards = [card("ann", 2, 4, 4, 4), card("ben", 2, 4, 4, 4)]
    outcome = decide(REFERENCE, FOUR, cards, 3)
    assert outcome.ceilings["judgment"] == (300, 1)
    assert rule(outcome) == (Result.PENDING, Reason.AWAITING_SCORECARDS)


def test_more_scorecards_than_expected_leave_none_outstanding() -> None:
    outcome = decide(REFERENCE, FOUR, [card("ann", 4, 4, 4, 4), card("ben", 4, 4, 4, 4)], 1)
    assert rule(outcome) == (Result.ADVANCE, Reason.CLEARED)
    assert outcome.expected == 2


def test_a_stage_without_any_scorecard_waits_for_the_panel() -> None:
    outcome = decide(REFERENCE, FOUR, [], 2)
    assert rule(outcome) == (Result.PENDING, Reason.AWAITING_SCORECARDS)
    assert outcome.ceilings == dict.fromkeys(FOUR, (500, 1))


def test_a_stage_that_expects_nobody_is_unassessed() -> None:
    assert rule(decide(REFERENCE, FOUR, [], 0)) == (Result.PENDING, Reason.UNASSESSED)


def test_a_value_for_a_competency_the_stage_does_not_score_is_not_read() -> None:
    stray = Card("ann", {"judgment": 400, "charm": 100})
    outcome = decide(REFERENCE, ("judgment",), [stray], 1)
    assert outcome.competencies == {"judgment": (400, 1)}
    assert rule(outcome) == (Result.ADVANCE, Reason.CLEARED)


def test_the_lowest_policy_takes_the_minimum_of_each_competency() -> None:
    cards = [card("ann", 5, 5, 5, 5), card("ben", 3, 5, 5, 5)]
    outcome = decide(LOWEST, FOUR, cards, 2)
    assert outcome.competencies["judgment"] == (300, 1)
    assert outcome.score == (450, 1)


def test_the_lowest_policy_stops_at_once_at_any_value_below_the_floor() -> None:
    outcome = decide(LOWEST, FOUR, [card("ann", 2, 5, 5, 5)], 3)
    assert rule(outcome) == (Result.STOP, Reason.FLOOR)
    assert outcome.floor_breaches == ("judgment",)


def test_half_points_are_exact() -> None:
    half = replace(REFERENCE, step=50)
    cards = [Card("ann", {"judgment": 350}), Card("ben", {"judgment": 450}), Card("cem", {"judgment": 400})]
    assert rule(decide(half, ("judgment",), cards, 3)) == (Result.ADVANCE, Reason.CLEARED)


def test_values_already_summed_up_decide_the_same() -> None:
    cards = [card("ann", 5, 3, None, 4), card("ben", 2, 4, None, 4)]
    tallies = {"judgment": Tally(2, 700, 200), "communication": Tally(2, 700, 300)}
    tallies |= {"impact": Tally(), "curiosity": Tally(2, 800, 400)}
    assert decide_tallies(REFERENCE, tallies, submitted=2, expected=3) == decide(REFERENCE, FOUR, cards, 3)


def test_a_tally_keeps_the_count_the_sum_and_the_minimum() -> None:
    assert tally([400, 200, 500]) == Tally(count=3, total=1100, lowest=200)
    assert tally([]) == Tally(count=0, total=0, lowest=0)


@pytest.mark.parametrize(
    ("score", "words"),
    [
        ((400, 1), "4.00"),
        ((1999, 5), "3.99"),  # 3.998
        ((1198, 3), "3.99"),  # 3.9933...
        ((1199, 3), "3.99"),  # 3.9966...
        ((305, 1), "3.05"),
        ((7, 2), "0.03"),
        ((1050, 1), "10.50"),
    ],
)
def test_a_shown_score_is_cut_to_two_decimals(score: ExactScore, words: str) -> None:
    assert shown(score) == words


def test_the_policy_that_ships_has_no_problem() -> None:
    assert policy_problems(REFERENCE) == []


@pytest.mark.parametrize(
    ("policy", "problem"),
    [
        (replace(REFERENCE, lowest=500), "the scale must rise: lowest must be less than highest"),
        (replace(REFERENCE, step=0), "the step of the scale must be more than zero"),
        (replace(REFERENCE, step=300), "the step must divide the scale from lowest to highest evenly"),
        (replace(REFERENCE, floor=99), "the floor must lie on the scale"),
        (replace(REFERENCE, floor=501), "the floor must lie on the scale"),
        (replace(REFERENCE, threshold=99), "the threshold must lie on the scale"),
        (replace(REFERENCE, threshold=501), "the threshold must lie on the scale"),
    ],
)
def test_a_policy_that_cannot_work_says_why(policy: GatePolicy, problem: str) -> None:
    assert problem in policy_problems(policy)
