"""Interviewers and stages far apart, and outcomes that one score turns: where it begins, and whom to ask."""

from dataclasses import replace

import pytest

from committee.ambiguity import ambiguities
from rubrics.plan import RubricPlan
from tests.committee.ambiguous import (
    LEADERSHIP,
    MEAN_OF_SMALL,
    REFERENCE,
    SMALL,
    given_card,
    held,
    kinds,
    only,
    spotless_screen,
)


def test_interviewers_two_points_apart_are_asked_the_outlying_one_first() -> None:
    stage = held(
        given_card("leadership", 1, "Ed Fox", 5, 5, 4, 5),
        given_card("leadership", 2, "Flo Gray", 3, 5, 5, 4),
        given_card("leadership", 3, "Gus Hahn", 5, 5, 4, 5),
    )
    assert only(stage) == {
        "kind": "apart",
        "stage": "leadership",
        "competency": "judgment",
        "reason": (
            f"Ed Fox and Gus Hahn gave judgment 5 in {LEADERSHIP}, Flo Gray gave it 3: two points apart."
        ),
        "cards": ["leadership.1.1", "leadership.1.2", "leadership.1.3"],
        "ask": ["leadership.1.2", "leadership.1.1", "leadership.1.3"],
    }


def test_of_two_the_one_farther_from_the_threshold_is_asked_first() -> None:
    stage = held(
        given_card("leadership", 1, "Ed Fox", 4, 5, 5, 5), given_card("leadership", 2, "Flo", 2, 5, 5, 4)
    )
    apart = ambiguities([stage], REFERENCE)[0]
    assert (apart["kind"], apart["ask"]) == ("apart", ["leadership.1.2", "leadership.1.1"])


def test_someone_within_two_points_of_everybody_is_left_out() -> None:
    stage = held(
        given_card("leadership", 1, "Ed Fox", 5, 5, 4, 5),
        given_card("leadership", 2, "Flo Gray", 4, 5, 5, 4),
        given_card("leadership", 3, "Gus Hahn", 3, 5, 5, 5),
    )
    assert only(stage)["cards"] == ["leadership.1.1", "leadership.1.3"]


@pytest.mark.parametrize(("low", "found"), [(3.01, []), (3, ["apart"])])
def test_a_hundredth_less_than_two_points_is_not_apart(low: float, found: list[str]) -> None:
    fine = replace(REFERENCE, policy=replace(REFERENCE.policy, step=1))
    stage = held(
        given_card("leadership", 1, "Ed", 5, 5, 5, 4.5),
        given_card("leadership", 2, "Flo", low, 5, 5, 4.5),
        plan=fine,
    )
    assert kinds(stage, plan=fine) == found


@pytest.mark.parametrize(("low", "found"), [(3.5, []), (3, ["apart"])])
def test_half_points_are_apart_from_two_whole_ones(low: float, found: list[str]) -> None:
    stage = held(
        given_card("first-call", 1, "Ed", 5, 4.5, plan=SMALL),
        given_card("first-call", 2, "Flo", low, 4.5, plan=SMALL),
        plan=SMALL,
    )
    assert kinds(stage, plan=SMALL) == found


def test_a_competency_that_moves_asks_at_both_ends() -> None:
    leadership = held(
        given_card("leadership", 1, "Ed Fox", 5, 5, 3, 5), given_card("leadership", 2, "Flo", 5, 5, 3, 4)
    )
    found = ambiguities([spotless_screen(), leadership], REFERENCE)
    assert found[0] == {
        "kind": "moves",
        "stage": "",
        "competency": "impact",
        "reason": (
            f"Impact moves two points between stages: 5.00 in Recruiter screen (Ada Berg), "
            f"3.00 in {LEADERSHIP} (Ed Fox and Flo)."
        ),
        "cards": ["recruiter-screen.1.1", "leadership.1.1", "leadership.1.2"],
        "ask": ["recruiter-screen.1.1", "leadership.1.1", "leadership.1.2"],
    }


def test_the_stage_unlike_the_others_is_asked_first() -> None:
    alike = [spotless_screen(), held(given_card("product-sense", 1, "Ben Cole", 4, 5, 5, 5))]
    other = held(given_card("leadership", 1, "Ed Fox", 5, 5, 3, 5))
    [moves] = [one for one in ambiguities([*alike, other], REFERENCE) if one["kind"] == "moves"]
    assert moves["ask"] == ["leadership.1.1", "recruiter-screen.1.1", "product-sense.1.1"]


@pytest.mark.parametrize(("plan", "moved"), [(SMALL, True), (MEAN_OF_SMALL, False)])
def test_a_competency_moves_by_its_score_which_may_be_the_lowest_value(plan: RubricPlan, moved: bool) -> None:
    screen = held(
        given_card("first-call", 1, "Ed", 5, 5, plan=plan),
        given_card("first-call", 2, "Flo", 5, 4.5, plan=plan),
        plan=plan,
    )
    review = held(
        given_card("work-review", 1, "Gus", 5, 4.5, 5, plan=plan),
        given_card("work-review", 2, "Hal", 5, 3, 4.5, plan=plan),
        plan=plan,
    )
    assert ("moves" in kinds(screen, review, plan=plan)) is moved


def test_a_mean_of_1_99_less_does_not_move() -> None:
    fine = replace(REFERENCE, policy=replace(REFERENCE.policy, step=1))
    screen = held(given_card("recruiter-screen", 1, "Ada", 5, 5, 5, 4.5), plan=fine)
    near = held(given_card("leadership", 1, "Ed", 5, 5, 3.01, 4.5), plan=fine)
    far = held(given_card("leadership", 1, "Ed", 5, 5, 3.0, 4.8), plan=fine)
    assert kinds(screen, near, plan=fine) == []
    assert "moves" in kinds(screen, far, plan=fine)


def test_an_outcome_that_one_score_would_turn_names_each_such_score() -> None:
    stage = held(
        given_card("leadership", 1, "Ed Fox", 5, 4, 5, 3), given_card("leadership", 2, "Flo", 5, 4, 4, 3)
    )
    assert only(stage) == {
        "kind": "flips",
        "stage": "leadership",
        "competency": "curiosity",
        "reason": f"One point less would have stopped {LEADERSHIP}: Ed Fox’s curiosity 3; Flo’s curiosity 3.",
        "cards": ["leadership.1.1", "leadership.1.2"],
        "ask": ["leadership.1.1", "leadership.1.2"],
    }


def test_where_every_score_turns_the_outcome_no_list_is_made_of_them() -> None:
    stage = held(
        given_card("leadership", 1, "Ed Fox", 4, 4, 5, 3), given_card("leadership", 2, "Flo", 4, 5, 4, 3)
    )
    flips = only(stage)
    assert flips["competency"] == ""
    assert flips["reason"] == f"One point less would have stopped {LEADERSHIP}: any score of Ed Fox or Flo."


def test_whoever_gave_most_of_the_turning_scores_is_asked_first() -> None:
    lenient = replace(REFERENCE, policy=replace(REFERENCE.policy, threshold=350))
    stage = held(
        given_card("leadership", 1, "Ed Fox", 5, None, 3, 5),
        given_card("leadership", 2, "Flo", 5, 3, 3, 5),
        plan=lenient,
    )
    flips = next(one for one in ambiguities([stage], lenient) if one["kind"] == "flips")
    assert flips["reason"] == (
        f"One point less would have stopped {LEADERSHIP}: "
        "Ed Fox’s impact 3; Flo’s communication 3 or impact 3."
    )
    assert flips["ask"] == ["leadership.1.2", "leadership.1.1"]


def test_a_stopped_stage_may_be_turned_upwards() -> None:
    stage = held(given_card("recruiter-screen", 1, "Ada Berg", 4, 4, 4, 3))
    assert only(stage)["reason"] == (
        "One point more would have let Recruiter screen advance: any score of Ada Berg."
    )


def test_a_step_of_the_scale_is_what_a_score_may_differ_by() -> None:
    stage = held(
        given_card("first-call", 1, "Ed", 3.5, 3.5, plan=SMALL),
        given_card("first-call", 2, "Flo", 4, 4.5, plan=SMALL),
        plan=SMALL,
    )
    reasons = {one["kind"]: one["reason"] for one in ambiguities([stage], SMALL)}
    assert reasons["flips"] == "Half a point less would have stopped First call: any score of Ed."
