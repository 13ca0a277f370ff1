"""Submitted scorecards: their values for the gate and the matrix, and everything a reader of one sees."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Prefetch, QuerySet

from hiring.built import Built
from interviewers.content import ScorecardContent
from interviewers.models import (
    AssignmentState,
    Score,
    Scorecard,
    ScorecardRevision,
    ScorecardText,
    TextKind,
)
from rubrics.queries import StoredRubric


@dataclass(frozen=True)
class SubmittedCard:
    """A scorecard with the values of its latest revision, by slug in hundredths; None is not assessed."""

    scorecard_id: int
    scorecard_uuid: UUID
    assignment_uuid: UUID
    visit_id: int
    interviewer_id: int
    interviewer_name: str
    submitted_at: datetime
    is_late: bool
    not_blind: bool
    revision_pk: int
    revision_number: int
    saw_others: bool
    values: Mapping[str, int | None]


@dataclass(frozen=True)
class StoredRevision:
    """One revision as it is stored. `reason` is that of a correction, "" for the first submission."""

    number: int
    submitted_at: datetime
    saw_others: bool
    reason: str
    content: ScorecardContent


_CARD = {
    "scorecard_id": F("revision__scorecard_id"),
    "scorecard_uuid": F("revision__scorecard__uuid"),
    "assignment_uuid": F("revision__scorecard__assignment__uuid"),
    "visit_id": F("revision__scorecard__visit_id"),
    "interviewer_id": F("revision__scorecard__interviewer_id"),
    "interviewer_name": F("revision__scorecard__interviewer__name"),
    "submitted_at": F("revision__scorecard__submitted_at"),
    "is_late": F("revision__scorecard__is_late"),
    "not_blind": F("revision__scorecard__not_blind"),
    "revision_pk": F("revision_id"),
    "revision_number": F("revision__number"),
    "saw_others": F("revision__saw_others"),
}


def cards_of_visits(visit_ids: Collection[int]) -> dict[int, list[SubmittedCard]]:
    """The scorecards of these stage visits that count, by the key of their visit and in the order they came
    in; one statement.
    """
    by_visit: dict[int, list[SubmittedCard]] = defaultdict(list)
    for card in _cards(_OF_VISITS(visit_ids)):
        by_visit[card.visit_id].append(card)
    return dict(by_visit)


def with_revisions(scorecards: QuerySet[Scorecard]) -> QuerySet[Scorecard]:
    """The scorecards with what `stored_revisions` reads; four statements however many there are."""
    revisions = ScorecardRevision.objects.prefetch_related("scores", "texts")
    return scorecards.select_related("interviewer").prefetch_related(
        Prefetch("revisions", queryset=revisions.order_by("number"))
    )


def stored_revisions(scorecard: Scorecard, stored: StoredRubric) -> list[StoredRevision]:
    """Every revision of a scorecard, the first one first."""
    return [
        StoredRevision(
            number=revision.number,
            submitted_at=revision.submitted_at,
            saw_others=revision.saw_others,
            reason=_text(revision.texts.all(), TextKind.CORRECTION),
            content=revision_content(revision, stored),
        )
        for revision in scorecard.revisions.all()
    ]


def revision_content(revision: ScorecardRevision, stored: StoredRubric) -> ScorecardContent:
    """The content of a revision; competencies in the rubric's order."""
    slugs = {key: slug for slug, key in stored.competency_ids.items()}
    values = {slugs[score.competency_id]: score.value for score in revision.scores.all()}
    texts = list(revision.texts.all())
    return ScorecardContent(
        values={slug: values[slug] for slug in stored.competency_ids if slug in values},
        evidence=_by_competency(texts, TextKind.EVIDENCE, slugs),
        why_not=_by_competency(texts, TextKind.NOT_ASSESSED, slugs),
        why_high=_by_competency(texts, TextKind.WHY_HIGH, slugs),
        signals=frozenset(revision.signals),
        measures=dict(revision.measures),
        summary=_text(texts, TextKind.SUMMARY),
        asked=frozenset(revision.asked),
    )


def _latest_scores(**of: Any) -> QuerySet[Score, Any]:
    """Scores of the latest revision of every scorecard whose assignment stands."""
    scores = Score.objects.filter(
        revision__number=F("revision__scorecard__latest"),
        revision__scorecard__assignment__state=AssignmentState.SUBMITTED,
        **of,
    )
    return scores.order_by("revision__scorecard_id", "competency__position").values(
        "value", slug=F("competency__slug"), **_CARD
    )


_OF_VISITS = Built(lambda visit_ids: _latest_scores(revision__scorecard__visit_id__in=visit_ids))


def _cards(scores: Iterable[dict[str, Any]]) -> list[SubmittedCard]:
    cards: dict[int, SubmittedCard] = {}
    values: dict[int, dict[str, int | None]] = defaultdict(dict)
    for row in scores:
        slug, value = row.pop("slug"), row.pop("value")
        key = row["scorecard_id"]
        values[key][slug] = value
        if key not in cards:
            cards[key] = SubmittedCard(values=values[key], **row)
    return list(cards.values())


def _by_competency(
    texts: Iterable[ScorecardText], kind: TextKind, slugs: Mapping[int, str]
) -> dict[str, str]:
    return {
        slugs[text.competency_id]: text.text
        for text in texts
        if text.kind == kind and text.competency_id is not None and text.text
    }


def _text(texts: Iterable[ScorecardText], kind: TextKind) -> str:
    return next((text.text for text in texts if text.kind == kind), "")
