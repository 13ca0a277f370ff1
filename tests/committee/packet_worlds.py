"""Made-up evidence for packets, drawn from domains so small that two draws often agree."""

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import strategies as st

from committee.packet_evidence import (
    AnswerEvidence,
    CardEvidence,
    PacketEvidence,
    RevisionEvidence,
    VisitEvidence,
)
from committee.snapshot import JobPart
from rubrics.files import shipped_rubric
from rubrics.gate import Card, decide
from rubrics.plan import StagePlan

PLAN = shipped_rubric("reference")
STAGES = {stage.slug: stage for stage in PLAN.stages}
SLUGS = [competency.slug for competency in PLAN.competencies]

values = st.sampled_from([None, 300, 400])
texts = st.sampled_from(["", "They said so.", "They did so."])
names = st.sampled_from(["Ann", "Ben", ""])
levels = st.fixed_dictionaries(
    {slug: st.sampled_from([None, Fraction(400), Fraction(7, 3)]) for slug in SLUGS}
)
jobs = st.builds(JobPart, title=st.just("Designer"), level=st.sampled_from(["", "P5"]), team=names)


@st.composite
def revisions(draw: st.DrawFn, number: int) -> RevisionEvidence:
    return RevisionEvidence(
        number=number,
        saw_others=draw(st.booleans()),
        values={slug: draw(values) for slug in SLUGS},
        reason=draw(texts) if number > 1 else "",
    )


@st.composite
def cards(draw: st.DrawFn, stage: StagePlan, number: int) -> CardEvidence:
    """The scorecard of interviewer `number` of a stage, who is always the same under whatever name."""
    signals = [signal.slug for signal in stage.signals[:2]]
    written = st.fixed_dictionaries(dict.fromkeys(SLUGS[:2], texts))
    return CardEvidence(
        reference=f"{stage.slug} of {number}",
        interviewer=draw(names),
        email=f"{stage.slug}{number}@example.com",
        late=draw(st.booleans()),
        not_blind=draw(st.booleans()),
        revisions=tuple(draw(revisions(each)) for each in range(1, draw(st.integers(1, 2)) + 1)),
        evidence=draw(written),
        why_not=draw(written),
        why_high=draw(written),
        summary=draw(texts),
        signals=draw(st.lists(st.sampled_from(signals), unique=True)),
        measures={each.slug: draw(st.integers(1, 2)) for each in stage.measures if draw(st.booleans())},
        asked=draw(st.sampled_from([(), (1,), (1, 2)])),
    )


@st.composite
def visits(draw: st.DrawFn, slug: str) -> VisitEvidence:
    stage = STAGES[slug]
    drawn = [draw(cards(stage, number)) for number in range(3)]
    here = [card for card in drawn if draw(st.booleans())] or drawn[:1]
    return visit_of(stage, here, superseded=draw(st.booleans()))


def visit_of(stage: StagePlan, here: Sequence[CardEvidence], *, superseded: bool = False) -> VisitEvidence:
    """The first attempt with these scorecards, and what the gate says of them."""
    read = [
        Card(card.reference, {slug: value for slug, value in card.revisions[-1].values.items() if value})
        for card in here
    ]
    return VisitEvidence(
        plan=stage,
        attempt=1,
        superseded=superseded,
        outcome=decide(PLAN.policy, stage.competencies, read, len(read)),
        sentence="What the gate says",
        firmness="How firmly",
        cards=tuple(here),
    )


@st.composite
def answers(draw: st.DrawFn, given: Sequence[VisitEvidence]) -> AnswerEvidence:
    references = [card.reference for visit in given for card in visit.cards]
    return AnswerEvidence(
        scorecard=draw(st.sampled_from([*references, "one that is not in the packet"])),
        competency=draw(st.sampled_from(["", "judgment"])),
        asked_by=draw(names),
        question=draw(texts),
        answer=draw(texts),
        corrected=draw(st.booleans()),
    )


@st.composite
def loops(draw: st.DrawFn) -> PacketEvidence:
    """Up to three stages, the bar raiser's among them."""
    slugs = [slug for slug in ("recruiter-screen", "leadership", "bar-raiser") if draw(st.booleans())]
    given = tuple(draw(visits(slug)) for slug in slugs)
    return PacketEvidence(
        candidate=draw(names),
        job=draw(jobs),
        days=draw(st.integers(1, 2)),
        plan=PLAN,
        visits=given,
        answers=tuple(draw(st.lists(answers(given), max_size=3))),
        top=draw(st.none() | levels),
        members=draw(st.lists(levels, max_size=2)),
    )
