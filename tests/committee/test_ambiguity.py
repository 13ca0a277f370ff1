"""What is ambiguous in a loop: in which order, and for any loop."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from committee.ambiguity import KINDS, ambiguities
from committee.snapshot import StagePart
from rubrics.gate import Card, decide
from rubrics.plan import RubricPlan
from tests.committee.ambiguous import (
    MEAN_OF_SMALL,
    REFERENCE,
    SMALL,
    given_card,
    held,
    loops,
    spotless_exercise,
    spotless_screen,
)


def test_a_spotless_loop_has_nothing_ambiguous() -> None:
    assert ambiguities([spotless_screen(), spotless_exercise()], REFERENCE) == []
    assert ambiguities([], REFERENCE) == []


def test_kinds_come_in_their_order_and_the_greatest_distance_first() -> None:
    leadership = held(
        given_card("leadership", 1, "Ed Fox", 5, 5, 2, 5, late=True),
        given_card("leadership", 2, "Flo", 3, 5, 5, 5, not_blind=True),
    )
    found = ambiguities([spotless_screen(), leadership], REFERENCE)
    assert [(one["kind"], one["competency"]) for one in found] == [
        ("apart", "impact"),  # three points, before judgment with two
        ("apart", "judgment"),
        ("late", ""),
        ("not_blind", ""),
    ]


def test_what_is_as_far_comes_by_stage_then_competency_then_number_of_the_scorecard() -> None:
    late = [
        given_card("product-sense", number, f"P{number}", 5, 4, 5, 4, late=True) for number in range(1, 12)
    ]
    screen = held(given_card("recruiter-screen", 1, "Ada", 5, 5, 5, 4, late=True))
    found = ambiguities([held(*late), screen], REFERENCE)
    assert [one["cards"] for one in found] == [
        ["recruiter-screen.1.1"],
        *([f"product-sense.1.{number}"] for number in range(1, 12)),
    ]


def test_superseded_attempts_are_left_out() -> None:
    first = held(given_card("recruiter-screen", 1, "Ada", 2, 2, 2, 2, late=True), superseded=True)
    again = given_card("recruiter-screen", 1, "Ben", 5, 5, 5, 4, key="recruiter-screen.2.1")
    assert ambiguities([first, held(again)], REFERENCE) == []


RUBRICS = st.sampled_from([REFERENCE, SMALL, MEAN_OF_SMALL])


@given(st.data(), RUBRICS)
def test_the_order_in_which_evidence_comes_never_matters(data: st.DataObject, plan: RubricPlan) -> None:
    stages = data.draw(loops(plan))
    before = ambiguities(stages, plan)
    for stage in stages:
        stage["cards"] = data.draw(st.permutations(stage["cards"]))
    assert ambiguities(data.draw(st.permutations(stages)), plan) == before


@given(st.data(), RUBRICS)
def test_each_names_scorecards_that_count_and_whom_of_them_to_ask(
    data: st.DataObject, plan: RubricPlan
) -> None:
    stages = data.draw(loops(plan))
    found = ambiguities(stages, plan)
    counting = {c["key"] for stage in stages if not stage["superseded"] for c in stage["cards"]}
    ranks = [KINDS.index(one["kind"]) for one in found]
    assert ranks == sorted(ranks)
    for one in found:
        assert counting >= set(one["cards"])
        assert sorted(one["ask"]) == sorted(one["cards"])
        assert one["ask"]
        assert one["reason"].endswith(".")
        assert one["stage"] in {"", *(stage.slug for stage in plan.stages)}
        assert one["competency"] in {"", *plan.competency_names}


@given(st.data(), RUBRICS)
def test_people_and_stages_far_apart_are_found_exactly(data: st.DataObject, plan: RubricPlan) -> None:
    standing = [stage for stage in data.draw(loops(plan)) if not stage["superseded"]]
    found = ambiguities(standing, plan)
    apart = {(one["stage"], one["competency"]) for one in found if one["kind"] == "apart"}
    moves = {one["competency"] for one in found if one["kind"] == "moves"}
    for slug in plan.competency_names:
        scores = [Fraction(*s) for stage in standing if (s := stage["competencies"].get(slug))]
        assert (slug in moves) is (bool(scores) and max(scores) - min(scores) >= 200)
        for stage in standing:
            values = [v for card in stage["cards"] if (v := card["values"].get(slug)) is not None]
            far = bool(values) and max(values) - min(values) >= 200
            assert ((stage["slug"], slug) in apart) is far


@given(st.data(), RUBRICS)
def test_scores_that_turn_an_outcome_are_found_exactly(data: st.DataObject, plan: RubricPlan) -> None:
    for stage in data.draw(loops(plan)):
        stage["superseded"] = False
        found = [set(one["cards"]) for one in ambiguities([stage], plan) if one["kind"] == "flips"]
        turning = _turning(stage, plan)
        assert found == ([turning] if turning else [])


def _turning(stage: StagePart, plan: RubricPlan) -> set[str]:
    """The scorecards on which one score, a step of the scale higher or lower, gives another result."""
    slugs, policy = plan.stage(stage["slug"]).competencies, plan.policy
    values = {c["key"]: {s: v for s, v in c["values"].items() if v is not None} for c in stage["cards"]}

    def result(changed: dict[str, dict[str, int]]) -> str:
        return decide(policy, slugs, [Card(k, v) for k, v in changed.items()], len(changed)).result

    return {
        key
        for key, given_values in values.items()
        for slug, value in given_values.items()
        for other in (value - policy.step, value + policy.step)
        if policy.lowest <= other <= policy.highest
        and result(values | {key: given_values | {slug: other}}) != result(values)
    }
