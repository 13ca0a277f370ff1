"""Reminding interviewers of questions that wait for their answer."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import Notification
from candidates.models import Application, ApplicationState, VisitWaiting
from committee.models import Clarification
from committee.queries.clarifications import answerable_questions, unanswerable_questions
from committee.services.clarification_notices import tell_waiting, waiting_key
from committee.services.clarifications import clarifications_refresh

A_DAY = timedelta(days=1)


def clarifications_remind(*, at: datetime) -> int:
    """Reminds each author of each question once for every full day that it has been open; how many were told.

    Not of applications on hold, and nobody who has left or has a conflict: of those questions the bar raiser
    is told instead. Safe to run twice.
    """
    for application_id in _waiting_for_the_gone():
        _refresh(application_id, at)
    rows = (
        answerable_questions()
        .filter(asked_at__lte=at - A_DAY)
        .exclude(application__state=ApplicationState.ON_HOLD)
        .select_related("application__candidate", "application__job", "scorecard__visit", "asked_by")
        .order_by("pk")
    )
    due = {waiting_key(row, _days(row, at)): row for row in rows}
    told = set(Notification.objects.filter(key__in=list(due)).values_list("key", flat=True))
    for key, row in due.items():
        if key not in told:
            tell_waiting(row, at=at, days=_days(row, at))
    return len(due.keys() - told)


def _waiting_for_the_gone() -> list[int]:
    """The applications that wait for an answer of somebody who cannot give it, in the order of their keys."""
    waiting = VisitWaiting.objects.filter(
        visit=OuterRef("visit"), user=OuterRef("scorecard__interviewer"), answers=True
    )
    stuck = unanswerable_questions().filter(Exists(waiting))
    return sorted(set(stuck.values_list("application_id", flat=True)))


@transaction.atomic
def _refresh(application_id: int, at: datetime) -> None:
    application = Application.objects.select_for_update().get(pk=application_id)
    clarifications_refresh(at=at, application=application)


def _days(clarification: Clarification, at: datetime) -> int:
    return (at - clarification.asked_at) // A_DAY
