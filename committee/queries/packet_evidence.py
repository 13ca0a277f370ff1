"""The evidence of one application as its packet is made of it, read as the gate has read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Max, QuerySet

from candidates.models import Application, StageVisit, VisitResult
from committee.models import Clarification, ClarificationState, GateOutcome
from committee.packet_evidence import (
    AnswerEvidence,
    CardEvidence,
    PacketEvidence,
    RevisionEvidence,
    VisitEvidence,
)
from committee.queries.profiles import team_bar
from committee.queries.read_back import read_back
from committee.queries.scorecard_rows import CardRow, TextRow, cards_by_visit, texts_by_revision
from committee.snapshot import JobPart
from hiring.built import Built
from interviewers.models import ScorecardRevision, TextKind
from rubrics.queries import StoredRubric, stored_rubric

FINAL_RESULTS = (VisitResult.ADVANCE, VisitResult.STOP)


@dataclass(frozen=True)
class _Rows:
    """What was read of the application, by the keys of rows."""

    stored: StoredRubric
    outcomes: Mapping[int, GateOutcome]  # the latest of each visit
    cards: Mapping[int, Sequence[CardRow]]  # by visit
    texts: Mapping[int, Sequence[TextRow]]  # by revision
    extras: Mapping[int, "_Extra"]  # by revision


@dataclass(frozen=True)
class _Extra:
    """What the rows of scores do not have of a revision."""

    email: str
    asked: list[int]


def packet_evidence(application: Application, visits: Sequence[StageVisit], at: datetime) -> PacketEvidence:
    """Everything the packet is made of; nine statements however long the loop is.

    `visits` are all of the application's. Of them those that are final count, and of a scorecard the
    revisions that the gate has read. `at` is the moment whose team profiles are taken.
    """
    stored = stored_rubric(application.rubric_id)
    rows = _rows(application, stored)
    bar = team_bar(application.job.team_id, at)
    return PacketEvidence(
        candidate=application.candidate.name,
        job=JobPart(title=application.job.title, level=application.job.level, team=application.job.team.name),
        days=_days_taken(application),
        plan=stored.plan,
        visits=tuple(
            _visit(visit, rows, superseded=any(_supersedes(other, visit) for other in visits))
            for visit in visits
            if visit.final and visit.result in FINAL_RESULTS
        ),
        answers=tuple(_answers(application)),
        top=bar.top,
        members=bar.members,
    )


def _rows(application: Application, stored: StoredRubric) -> _Rows:
    cards = cards_by_visit(application, None)
    return _Rows(
        stored=stored,
        outcomes={outcome.visit_id: outcome for outcome in _latest_outcomes(application)},
        cards=cards,
        texts=texts_by_revision([card.key for listed in cards.values() for card in listed]),
        extras={row.pop("pk"): _Extra(**row) for row in _EXTRAS(application.pk)},
    )


def _latest_outcomes(application: Application) -> QuerySet[GateOutcome]:
    outcomes = GateOutcome.objects.filter(application=application)
    latest = outcomes.order_by().values("visit").annotate(latest=Max("number")).values("latest")
    return outcomes.filter(number__in=latest).only("visit", "inputs", "hash")


def _extras(application_id: int) -> QuerySet[ScorecardRevision, Any]:
    revisions = ScorecardRevision.objects.filter(scorecard__application=application_id).order_by("pk")
    return revisions.values("pk", "asked", email=F("scorecard__interviewer__email"))


_EXTRAS = Built(_extras)


def _days_taken(application: Application) -> int:
    """Whole days from the application to the bar raiser's stage, which has opened."""
    opened = application.bar_raiser_opened_at
    return max(0, (opened - application.applied_at).days) if opened else 0


def _supersedes(other: StageVisit, visit: StageVisit) -> bool:
    return other.stage_id == visit.stage_id and other.attempt > visit.attempt


def _visit(visit: StageVisit, rows: _Rows, *, superseded: bool) -> VisitEvidence:
    said = read_back(rows.outcomes[visit.pk], rows.stored)
    read = {card.id: card.revision for card in said.inputs.scorecards}
    return VisitEvidence(
        plan=rows.stored.stage_plan(visit.stage_id),
        attempt=visit.attempt,
        superseded=superseded,
        outcome=said.outcome,
        sentence=said.sentence,
        firmness=said.firmness,
        cards=tuple(
            _card(card, read[str(card.uuid)], rows)
            for card in rows.cards.get(visit.pk, [])
            if str(card.uuid) in read
        ),
    )


def _card(card: CardRow, latest: int, rows: _Rows) -> CardEvidence:
    revisions = [revision for revision in card.revisions if revision.number <= latest]
    last = revisions[-1]
    texts, extra = rows.texts.get(last.key, []), rows.extras[last.key]
    return CardEvidence(
        reference=str(card.uuid),
        interviewer=card.interviewer,
        email=extra.email,
        late=card.is_late,
        not_blind=card.not_blind,
        revisions=tuple(
            RevisionEvidence(
                number=revision.number,
                saw_others=revision.saw_others,
                values=revision.values,
                reason=_whole_text(rows.texts.get(revision.key, []), TextKind.CORRECTION),
            )
            for revision in revisions
        ),
        evidence=_by_competency(texts, TextKind.EVIDENCE, rows.stored),
        why_not=_by_competency(texts, TextKind.NOT_ASSESSED, rows.stored),
        why_high=_by_competency(texts, TextKind.WHY_HIGH, rows.stored),
        summary=_whole_text(texts, TextKind.SUMMARY),
        signals=last.signals,
        measures=last.measures,
        asked=extra.asked,
    )


def _by_competency(texts: Sequence[TextRow], kind: TextKind, stored: StoredRubric) -> dict[str, str]:
    slugs = {key: slug for slug, key in stored.competency_ids.items()}
    return {
        slugs[text.competency_id]: text.text
        for text in texts
        if text.kind == kind and text.competency_id is not None
    }


def _whole_text(texts: Sequence[TextRow], kind: TextKind) -> str:
    return next((text.text for text in texts if text.kind == kind and text.competency_id is None), "")


def _answers(application: Application) -> list[AnswerEvidence]:
    """The order is that of nothing: the snapshot has one of its own."""
    answered = Clarification.objects.filter(application=application, state=ClarificationState.ANSWERED)
    return [
        AnswerEvidence(
            scorecard=str(scorecard),
            competency=competency or "",
            asked_by=asked_by,
            question=question,
            answer=answer,
            corrected=revision is not None,
        )
        for scorecard, competency, asked_by, question, answer, revision in answered.values_list(
            "scorecard__uuid", "competency__slug", "asked_by__name", "question", "answer", "revision"
        )
    ]
