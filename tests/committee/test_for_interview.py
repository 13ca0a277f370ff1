"""For the bar raiser's interview: what nobody asked yet, the critique, and what is least known."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from committee.for_interview import interview_part
from rubrics.plan import RubricPlan
from tests.committee.ambiguous import ENOUGH, REFERENCE, SMALL, given_card, held, loops

WORDS = len(ENOUGH.split())


def unasked(plan: RubricPlan = REFERENCE) -> list[tuple[str, str]]:
    """Every prompt of the rubric but the critique, by stage."""
    return [(stage.slug, p.text) for stage in plan.stages for p in stage.prompts if not p.critique]


def test_before_anybody_asked_every_prompt_is_left_and_the_critique_stands_apart() -> None:
    part = interview_part([], REFERENCE)
    assert [(prompt["stage"], prompt["text"]) for prompt in part["prompts"]] == unasked()
    critique = next(prompt for prompt in REFERENCE.stage("bar-raiser").prompts if prompt.critique)
    assert part["critique"] == {
        "stage": "bar-raiser",
        "text": critique.text,
        "follow_ups": list(critique.follow_ups),
    }
    assert [(d["title"], d["text"]) for d in part["past_decisions"]] == [
        (decision.title, decision.text) for decision in REFERENCE.past_decisions
    ]


def test_a_prompt_that_one_of_the_panel_asked_is_covered() -> None:
    stage = held(
        given_card("leadership", 1, "Ed Fox", 4, 4, 5, 5, asked=[1]),
        given_card("leadership", 2, "Flo", 4, 4, 5, 5, asked=[1, 3]),
    )
    prompts = REFERENCE.stage("leadership").prompts
    left = [(p["stage"], p["text"]) for p in interview_part([stage], REFERENCE)["prompts"]]
    asked = [("leadership", prompts[0].text), ("leadership", prompts[2].text)]
    assert left == [prompt for prompt in unasked() if prompt not in asked]


def test_what_was_asked_in_a_superseded_attempt_was_asked() -> None:
    first = held(given_card("recruiter-screen", 1, "Ada", 2, 2, 2, 2, asked=[1, 2, 3]), superseded=True)
    left = {prompt["stage"] for prompt in interview_part([first], REFERENCE)["prompts"]}
    assert left == {"product-sense", "leadership", "bar-raiser"}


def test_the_critique_stays_when_it_was_asked() -> None:
    stage = held(given_card("bar-raiser", 1, "Bea", 5, 4, 5, 4, asked=[1]))
    part = interview_part([stage], REFERENCE)
    assert part["critique"] is not None
    assert len(part["prompts"]) == len(unasked())


def test_a_rubric_without_a_critique_offers_no_past_decisions() -> None:
    part = interview_part([], SMALL)
    assert (part["critique"], part["past_decisions"]) == (None, [])
    assert len(part["prompts"]) == len(unasked(SMALL))


def test_prompts_of_stages_after_the_bar_raisers_are_not_for_them() -> None:
    last_first = replace(REFERENCE, stages=(REFERENCE.stages[0], REFERENCE.stages[3], REFERENCE.stages[1]))
    left = {prompt["stage"] for prompt in interview_part([], last_first)["prompts"]}
    assert left == {"recruiter-screen", "bar-raiser"}


def test_the_competency_of_which_least_is_written_comes_first() -> None:
    texts = {"judgment": ENOUGH, "communication": "Clear.", "curiosity": ""}
    stages = [
        held(given_card("recruiter-screen", 1, "Ada", 4, 4, 5, None, evidence=texts)),
        held(given_card("leadership", 1, "Ed", 4, 4, 5, 5, evidence={"judgment": "Two words"})),
    ]
    assert interview_part(stages, REFERENCE)["least_evidence"] == [
        {"competency": "curiosity", "cards": 1, "words": 0},  # as little as impact, from fewer people
        {"competency": "impact", "cards": 2, "words": 0},
        {"competency": "communication", "cards": 2, "words": 1},
        {"competency": "judgment", "cards": 2, "words": WORDS + 2},
    ]


def test_evidence_of_a_superseded_attempt_no_longer_counts() -> None:
    first = held(given_card("recruiter-screen", 1, "Ada", 4, 4, 4, 5), superseded=True)
    assert {thin["words"] for thin in interview_part([first], REFERENCE)["least_evidence"]} == {0}


@given(st.data(), st.sampled_from([REFERENCE, SMALL]))
def test_the_order_in_which_evidence_comes_never_matters(data: st.DataObject, plan: RubricPlan) -> None:
    stages = data.draw(loops(plan))
    before = interview_part(stages, plan)
    for stage in stages:
        stage["cards"] = data.draw(st.permutations(stage["cards"]))
    assert interview_part(data.draw(st.permutations(stages)), plan) == before
