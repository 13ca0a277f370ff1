"""Questions about scorecards: those that wait for an answer, those that nobody can give, and one to read."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from candidates.models import Recusal
from candidates.waiting import ANSWER_DUE
from committee.models import Clarification, ClarificationState
from committee.permissions.clarifications import visible_clarifications
from interviewers.asked import Asked


def questions_for(author: User) -> QuerySet[Clarification]:
    """What the person has been asked and has not answered yet, the oldest first."""
    mine = visible_clarifications(author).filter(scorecard__interviewer=author)
    return _with_context(mine.filter(state=ClarificationState.OPEN)).order_by("asked_at", "pk")


def home_questions(author: User, at: datetime) -> list[Asked]:
    """The same for their home; one statement."""
    return [
        Asked(
            title=f"{row.asked_by} asks about your scorecard of {row.application.candidate}",
            stage=str(row.scorecard.visit.stage),
            job=str(row.application.job),
            url=reverse("committee:clarification", args=[row.uuid]),
            since=row.asked_at,
            is_late=at - row.asked_at > ANSWER_DUE,
        )
        for row in questions_for(author)
    ]


def answerable_questions() -> QuerySet[Clarification]:
    """Open questions whose author works here and has no conflict."""
    return Clarification.objects.open().filter(_answerable())


def unanswerable_questions() -> QuerySet[Clarification]:
    """Open questions that nobody can answer any more: their author has left, or has a conflict."""
    return Clarification.objects.open().exclude(_answerable())


def clarification_seen(reader: User, uuid: UUID) -> Clarification | None:
    """The question with all that its page shows, or None where the reader has none; one statement."""
    rows = _with_context(visible_clarifications(reader)).select_related("revision", "scorecard__assignment")
    return rows.filter(uuid=uuid).first()


def _with_context(rows: QuerySet[Clarification]) -> QuerySet[Clarification]:
    return rows.select_related(
        "application__candidate",
        "application__job",
        "scorecard__interviewer",
        "scorecard__visit__stage",
        "competency",
        "asked_by",
        "visit",
    )


def _answerable() -> Q:
    recused = Recusal.objects.standing().filter(
        application=OuterRef("application"), user=OuterRef("scorecard__interviewer")
    )
    return Q(scorecard__interviewer__is_active=True) & ~Q(Exists(recused))
