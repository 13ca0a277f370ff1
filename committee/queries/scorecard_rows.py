"""Scorecards with every revision, as rows of one application: one statement for values, one for words."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from candidates.models import Application
from hiring.built import Built
from interviewers.models import Score, ScorecardText

MOST_SCORES = 8_000  # far above any real loop, so that no page is without end


class TextRow(NamedTuple):
    """Words of a revision; `competency_id` is None for those of the whole scorecard."""

    kind: str
    competency_id: int | None
    text: str


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """A submitted revision with its values by competency slug, in hundredths; None is not assessed."""

    key: int
    number: int
    submitted_at: datetime
    saw_others: bool
    signals: list[str]
    measures: Mapping[str, int]
    values: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class CardRow:
    """A scorecard with its revisions, the first one first."""

    key: int
    uuid: UUID
    visit_id: int
    assignment_id: int
    interviewer_id: int
    interviewer: str
    submitted_at: datetime
    is_late: bool
    not_blind: bool
    revisions: tuple[RevisionRow, ...]


def cards_by_visit(application: Application, only: User | None) -> dict[int, list[CardRow]]:
    """Every scorecard with every revision, by visit."""
    found = _OWN_SCORES(application.pk, only.pk) if only else _SCORES(application.pk)
    rows = [_ScoreRow(*row) for row in found]
    by_visit: dict[int, list[CardRow]] = defaultdict(list)
    for _, group in groupby(rows, key=lambda row: row.card):
        card = _card(list(group))
        by_visit[card.visit_id].append(card)
    return by_visit


def texts_by_revision(scorecard_ids: list[int]) -> dict[int, list[TextRow]]:
    """The words of these scorecards, by revision; no query for nobody's."""
    by_revision: dict[int, list[TextRow]] = defaultdict(list)
    for revision, kind, competency_id, text in _TEXTS(scorecard_ids):
        by_revision[revision].append(TextRow(kind, competency_id, text))
    return by_revision


_TEXTS = Built(
    lambda scorecard_ids: (
        ScorecardText.objects.filter(revision__scorecard__in=scorecard_ids)
        .order_by("pk")
        .values_list("revision_id", "kind", "competency_id", "text")
    )
)


class _ScoreRow(NamedTuple):
    """A score with its revision and scorecard; the order is that of _SCORE_FIELDS."""

    card: int
    uuid: UUID
    visit_id: int
    assignment_id: int
    interviewer_id: int
    interviewer: str
    submitted_at: datetime
    is_late: bool
    not_blind: bool
    revision: int
    number: int
    revised_at: datetime
    saw_others: bool
    signals: list[str]
    measures: dict[str, int]
    competency: str
    value: int | None


_SCORE_FIELDS = (
    "revision__scorecard_id",
    "revision__scorecard__uuid",
    "revision__scorecard__visit_id",
    "revision__scorecard__assignment_id",
    "revision__scorecard__interviewer_id",
    "revision__scorecard__interviewer__name",
    "revision__scorecard__submitted_at",
    "revision__scorecard__is_late",
    "revision__scorecard__not_blind",
    "revision_id",
    "revision__number",
    "revision__submitted_at",
    "revision__saw_others",
    "revision__signals",
    "revision__measures",
    "competency__slug",
    "value",
)


def _scores(**of: int) -> QuerySet[Score, Any]:
    scores = Score.objects.filter(**of)
    ordered = scores.order_by("revision__scorecard_id", "revision__number", "competency__position")
    return ordered.values_list(*_SCORE_FIELDS)[:MOST_SCORES]


_SCORES = Built(lambda application_id: _scores(revision__scorecard__application=application_id))
_OWN_SCORES = Built(
    lambda application_id, user_id: _scores(
        revision__scorecard__application=application_id, revision__scorecard__interviewer=user_id
    )
)


def _card(rows: list[_ScoreRow]) -> CardRow:
    first = rows[0]
    return CardRow(
        key=first.card,
        uuid=first.uuid,
        visit_id=first.visit_id,
        assignment_id=first.assignment_id,
        interviewer_id=first.interviewer_id,
        interviewer=first.interviewer,
        submitted_at=first.submitted_at,
        is_late=first.is_late,
        not_blind=first.not_blind,
        revisions=tuple(_revision(list(group)) for _, group in groupby(rows, key=lambda row: row.revision)),
    )


def _revision(rows: list[_ScoreRow]) -> RevisionRow:
    first = rows[0]
    return RevisionRow(
        key=first.revision,
        number=first.number,
        submitted_at=first.revised_at,
        saw_others=first.saw_others,
        signals=first.signals,
        measures=first.measures,
        values={row.competency: row.value for row in rows},
    )
