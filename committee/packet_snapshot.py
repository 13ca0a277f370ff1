"""Putting a packet's snapshot together from the evidence of one application. Pure.

Whatever order the evidence is given in, the snapshot is the same: scorecards follow their interviewers'
names, everything else the rubric.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from committee.ambiguity import ambiguities
from committee.for_interview import interview_part
from committee.packet_evidence import (
    AnswerEvidence,
    CardEvidence,
    PacketEvidence,
    RevisionEvidence,
    VisitEvidence,
)
from committee.packet_observations import measures_seen, signals_seen
from committee.snapshot import (
    FORMAT,
    BarPart,
    CardPart,
    ChangedValue,
    ClarificationPart,
    CompetencyPart,
    CorrectionPart,
    DaysPart,
    Exact,
    PolicyPart,
    RubricPart,
    Snapshot,
    StagePart,
)
from committee.talent_density import density, stored_levels
from rubrics.gate import ExactScore, GatePolicy
from rubrics.plan import RubricPlan, StagePlan

QUESTION = "Does this candidate raise the bar of the existing team in judgment and impact?"
COMPARISON = "Is this candidate distinctly better than the best person now doing the job?"

# From the keys of a snapshot's scorecards to what they are known by outside it: uuids.
References: TypeAlias = dict[str, str]


def packet_snapshot(evidence: PacketEvidence) -> tuple[Snapshot, References]:
    """The snapshot, and which scorecard each of its keys stands for."""
    plan = evidence.plan
    stages, references = _stages(evidence)
    snapshot = Snapshot(
        format=FORMAT,
        question=QUESTION,
        comparison=COMPARISON,
        candidate=evidence.candidate,
        job=evidence.job,
        rubric=RubricPart(slug=plan.slug, version=plan.version, name=plan.name),
        policy=_policy(plan.policy),
        days=DaysPart(taken=evidence.days, expected=plan.expected_days),
        competencies=[CompetencyPart(slug=each.slug, name=each.name) for each in plan.competencies],
        stages=stages,
        ambiguities=ambiguities(stages, plan),
        signals=signals_seen(stages, plan),
        measures=measures_seen(stages, plan),
        bar=_bar(stages, evidence),
        clarifications=_clarifications(evidence.answers, references, plan),
        interview=interview_part(stages, plan),
    )
    return snapshot, references


def _policy(policy: GatePolicy) -> PolicyPart:
    return PolicyPart(
        threshold=policy.threshold,
        floor=policy.floor,
        aggregation=policy.aggregation,
        lowest=policy.lowest,
        highest=policy.highest,
        step=policy.step,
    )


def _stages(evidence: PacketEvidence) -> tuple[list[StagePart], References]:
    """In the rubric's order, then by attempt."""
    order = {stage.slug: place for place, stage in enumerate(evidence.plan.stages)}
    references: References = {}
    stages = []
    for visit in sorted(evidence.visits, key=lambda visit: (order[visit.plan.slug], visit.attempt)):
        cards = sorted(visit.cards, key=lambda card: (card.interviewer, card.email))
        keyed = {
            f"{visit.plan.slug}.{visit.attempt}.{number}": card for number, card in enumerate(cards, start=1)
        }
        references |= {key: card.reference for key, card in keyed.items()}
        stages.append(_stage(visit, [_card(key, card, visit.plan) for key, card in keyed.items()]))
    return stages, references


def _stage(visit: VisitEvidence, cards: list[CardPart]) -> StagePart:
    said = visit.outcome
    return StagePart(
        slug=visit.plan.slug,
        name=visit.plan.name,
        kind=visit.plan.kind,
        attempt=visit.attempt,
        superseded=visit.superseded,
        result=str(said.result),
        reason=str(said.reason),
        sentence=visit.sentence,
        firmness=visit.firmness,
        score=_exact(said.score),
        competencies={slug: _exact(said.competencies[slug]) for slug in visit.plan.competencies},
        floor_breaches=[slug for slug in visit.plan.competencies if slug in said.floor_breaches],
        cards=cards,
    )


def _exact(score: ExactScore | None) -> Exact | None:
    """Reduced, however it was written."""
    if score is None:
        return None
    fraction = Fraction(*score)
    return [fraction.numerator, fraction.denominator]


def _card(key: str, card: CardEvidence, stage: StagePlan) -> CardPart:
    latest = card.revisions[-1]
    return CardPart(
        key=key,
        interviewer=card.interviewer,
        revision=latest.number,
        late=card.late,
        not_blind=card.not_blind,
        values={slug: latest.values.get(slug) for slug in stage.competencies},
        evidence=_written(card.evidence),
        why_not=_written(card.why_not),
        why_high=_written(card.why_high),
        signals=[signal.slug for signal in stage.signals if signal.slug in card.signals],
        measures={
            each.slug: card.measures[each.slug] for each in stage.measures if each.slug in card.measures
        },
        asked=sorted(set(card.asked)),
        summary=card.summary,
        corrections=_corrections(card.revisions, stage),
    )


def _written(texts: Mapping[str, str]) -> dict[str, str]:
    """Without those that are blank, so that a text that was never there and one that was erased are alike."""
    return {slug: text for slug, text in texts.items() if text}


def _corrections(revisions: Sequence[RevisionEvidence], stage: StagePlan) -> list[CorrectionPart]:
    return [
        CorrectionPart(
            revision=after.number,
            reason=after.reason,
            saw_others=after.saw_others,
            changed=_changed(before, after, stage),
        )
        for before, after in pairwise(revisions)
    ]


def _changed(before: RevisionEvidence, after: RevisionEvidence, stage: StagePlan) -> list[ChangedValue]:
    return [
        ChangedValue(competency=slug, before=before.values.get(slug), after=after.values.get(slug))
        for slug in stage.competencies
        if before.values.get(slug) != after.values.get(slug)
    ]


def _bar(stages: Sequence[StagePart], evidence: PacketEvidence) -> BarPart:
    slugs = [competency.slug for competency in evidence.plan.competencies]
    candidate = candidate_profile(stages, slugs)
    before = density(evidence.members, slugs)
    after = density([*evidence.members, candidate], slugs)
    overall = stored_levels({"before": before.overall, "after": after.overall})
    top = evidence.top
    return BarPart(
        candidate=stored_levels(candidate),
        top=None if top is None else stored_levels({slug: top.get(slug) for slug in slugs}),
        before=stored_levels(before.by_competency),
        after=stored_levels(after.by_competency),
        density_before=overall["before"],
        density_after=overall["after"],
        headcount=before.headcount,
    )


def candidate_profile(stages: Sequence[StagePart], competencies: Sequence[str]) -> dict[str, Fraction | None]:
    """The mean over the stages of their competency scores, of each stage the latest attempt; exact."""
    counted = [stage["competencies"] for stage in stages if not stage["superseded"]]
    profile: dict[str, Fraction | None] = {}
    for slug in competencies:
        scores = [Fraction(*score) for given in counted if (score := given.get(slug)) is not None]
        profile[slug] = sum(scores, Fraction(0)) / len(scores) if scores else None
    return profile


def _clarifications(
    answers: Sequence[AnswerEvidence], references: References, plan: RubricPlan
) -> list[ClarificationPart]:
    """By scorecard, then by competency in the rubric's order; those about a scorecard that is not in the
    packet are left out.
    """
    keys = {reference: key for key, reference in references.items()}
    cards = {key: place for place, key in enumerate(references)}
    competencies = {competency.slug: place for place, competency in enumerate(plan.competencies)}
    parts = [
        ClarificationPart(
            card=keys[answer.scorecard],
            competency=answer.competency,
            asked_by=answer.asked_by,
            question=answer.question,
            answer=answer.answer,
            corrected=answer.corrected,
        )
        for answer in answers
        if answer.scorecard in keys
    ]
    return sorted(
        parts,
        key=lambda part: (
            cards[part["card"]],
            competencies.get(part["competency"], -1),
            part["question"],
            part["answer"],
            part["asked_by"],
            part["corrected"],
        ),
    )
