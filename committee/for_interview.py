"""For the bar raiser’s interview: prompts not asked yet, the critique, and what is least known. Pure."""

from collections.abc import Iterator, Sequence

from committee.snapshot import InterviewPart, PastDecisionPart, PromptPart, StagePart, ThinPart
from committee.word_count import words_written
from rubrics.plan import PromptPlan, RubricPlan, StagePlan


def interview_part(stages: Sequence[StagePart], plan: RubricPlan) -> InterviewPart:
    """The prompts that no scorecard marks as asked, in any attempt, of the stages up to and including the bar
    raiser's; the critique prompt with the rubric's past decisions; and the competencies, least written first.
    """
    critique = _critique(plan)
    return InterviewPart(
        prompts=[_prompt(*unasked) for unasked in _unasked(stages, plan) if unasked != critique],
        critique=_prompt(*critique) if critique else None,
        past_decisions=[
            PastDecisionPart(title=decision.title, text=decision.text)
            for decision in (plan.past_decisions if critique else ())
        ],
        least_evidence=sorted(_written(stages, plan), key=lambda thin: (thin["words"], thin["cards"])),
    )


def _loop(plan: RubricPlan) -> tuple[StagePlan, ...]:
    """The stages up to the bar raiser's; all of them where there is none."""
    last = next((at for at, stage in enumerate(plan.stages) if stage.is_bar_raiser), len(plan.stages))
    return plan.stages[: last + 1]


def _critique(plan: RubricPlan) -> tuple[StagePlan, PromptPlan] | None:
    """The first critique prompt among them, the bar raiser's before others'."""
    found = [(stage, prompt) for stage in _loop(plan) for prompt in stage.prompts if prompt.critique]
    return next((pair for pair in found if pair[0].is_bar_raiser), next(iter(found), None))


def _unasked(stages: Sequence[StagePart], plan: RubricPlan) -> Iterator[tuple[StagePlan, PromptPlan]]:
    asked = {
        (stage["slug"], number) for stage in stages for card in stage["cards"] for number in card["asked"]
    }
    for stage in _loop(plan):
        for number, prompt in enumerate(stage.prompts, start=1):
            if (stage.slug, number) not in asked:
                yield stage, prompt


def _prompt(stage: StagePlan, prompt: PromptPlan) -> PromptPart:
    return PromptPart(stage=stage.slug, text=prompt.text, follow_ups=list(prompt.follow_ups))


def _written(stages: Sequence[StagePart], plan: RubricPlan) -> Iterator[ThinPart]:
    """What the attempts that count say about each competency, in the rubric's order."""
    cards = [card for stage in stages if not stage["superseded"] for card in stage["cards"]]
    for competency in plan.competencies:
        slug = competency.slug
        yield ThinPart(
            competency=slug,
            cards=sum(card["values"].get(slug) is not None for card in cards),
            words=sum(words_written(card["evidence"].get(slug, "")) for card in cards),
        )
