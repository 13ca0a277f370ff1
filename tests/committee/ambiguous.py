"""Stages of a packet for the tests of what is ambiguous in it: spotless until a test spoils them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from committee.ambiguity import ambiguities
from committee.snapshot import AmbiguityPart, CardPart, ChangedValue, CorrectionPart, StagePart
from rubrics.files import shipped_rubric
from rubrics.plan import RubricPlan, StagePlan
from tests.committee.snapshots import stage_part

REFERENCE = shipped_rubric("reference")
SMALL = shipped_rubric("small")
MEAN_OF_SMALL = replace(SMALL, policy=replace(SMALL.policy, aggregation="mean"))
EXERCISE = "Product sense exercise"
LEADERSHIP = "Leadership and collaboration"
ENOUGH = "They stopped their own launch after six weeks because the holdout fell."  # twelve words


def given_card(
    stage: str, number: int, name: str, *points: float | None, plan: RubricPlan = REFERENCE, **changed: Any
) -> CardPart:
    """A scorecard with these points in the order of the stage's competencies, and enough evidence of each."""
    values = dict(zip(plan.stage(stage).competencies, map(_hundredths, points), strict=True))
    card = CardPart(
        key=f"{stage}.1.{number}",
        interviewer=name,
        revision=1,
        late=False,
        not_blind=False,
        values=values,
        evidence={slug: ENOUGH for slug, value in values.items() if value is not None},
        why_not={slug: "No time." for slug, value in values.items() if value is None},
        why_high={},
        signals=[],
        measures={},
        asked=[],
        summary="",
        corrections=[],
    )
    card.update(changed)  # type: ignore[typeddict-item]
    return card


def held(*cards: CardPart, plan: RubricPlan = REFERENCE, superseded: bool = False) -> StagePart:
    """The stage of these scorecards, with the outcome that they give."""
    slug, attempt, _ = cards[0]["key"].split(".")
    part = stage_part(plan, plan.stage(slug), list(cards))
    part["attempt"] = int(attempt)
    part["superseded"] = superseded
    return part


def spotless_screen() -> StagePart:
    return held(given_card("recruiter-screen", 1, "Ada Berg", 5, 5, 5, 4))


def spotless_exercise(**changed: Any) -> StagePart:
    """Three interviewers who saw much the same; `changed` spoils the scorecard of the second."""
    return held(
        given_card("product-sense", 1, "Ben Cole", 5, 4, 5, 4),
        given_card("product-sense", 2, "Cy Dahl", 4, 5, 5, 4, **changed),
        given_card("product-sense", 3, "Di Eng", 5, 4, 4, 5),
    )


def corrected(
    changed: Mapping[str, tuple[int | None, int | None]], saw_others: bool = True
) -> CorrectionPart:
    values = [
        ChangedValue(competency=slug, before=before, after=after) for slug, (before, after) in changed.items()
    ]
    return CorrectionPart(revision=2, reason="I misread.", saw_others=saw_others, changed=values)


def kinds(*stages: StagePart, plan: RubricPlan = REFERENCE) -> list[str]:
    """The kinds of all that is ambiguous, in order."""
    return [found["kind"] for found in ambiguities(stages, plan)]


def only(*stages: StagePart, plan: RubricPlan = REFERENCE) -> AmbiguityPart:
    """The one thing that is ambiguous."""
    [found] = ambiguities(stages, plan)
    return found


@st.composite
def loops(draw: st.DrawFn, plan: RubricPlan) -> list[StagePart]:
    """Any loop of the rubric, some stages held twice, some not at all."""
    stages = []
    for stage in plan.stages:
        attempts = draw(st.integers(0, 2))
        for attempt in range(1, attempts + 1):
            cards = draw(st.lists(_any_card(plan, stage), min_size=1, max_size=4))
            for number, card in enumerate(cards, start=1):
                card["key"] = f"{stage.slug}.{attempt}.{number}"
            stages.append(held(*cards, plan=plan, superseded=attempt < attempts))
    return stages


def _any_card(plan: RubricPlan, stage: StagePlan) -> st.SearchStrategy[CardPart]:
    policy = plan.policy
    value = st.none() | st.sampled_from(range(policy.lowest, policy.highest + 1, policy.step))
    slugs = list(stage.competencies)
    changes = st.dictionaries(st.sampled_from(slugs), st.tuples(value, value), max_size=2)
    return st.builds(
        lambda name, values, **rest: given_card(
            stage.slug, 1, name, *[None if v is None else v / 100 for v in values], plan=plan, **rest
        ),
        name=st.sampled_from(["Ada Berg", "Ben Cole", "Ada Berg", "王小明"]),
        values=st.lists(value, min_size=len(slugs), max_size=len(slugs)),
        late=st.booleans(),
        not_blind=st.booleans(),
        evidence=st.dictionaries(st.sampled_from(slugs), st.sampled_from(["", "Seen.", ENOUGH])),
        signals=st.lists(st.sampled_from([signal.slug for signal in stage.signals]), unique=True, max_size=3),
        corrections=st.lists(st.builds(corrected, changes, st.booleans()), max_size=2),
    )


def _hundredths(points: float | None) -> int | None:
    return None if points is None else round(points * 100)
