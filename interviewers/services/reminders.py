"""Reminding interviewers of their scorecards."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Notification
from candidates.models import ApplicationState
from interviewers.models import Assignment
from interviewers.services.notices import due_key, tell_due

SOON = timedelta(hours=4)
# Who has not answered a reminder in this time is nudged by people, from the pipeline.
STALE = timedelta(days=14)


@transaction.atomic
def scorecards_remind(*, at: datetime) -> int:
    """Reminds of open scorecards: once within four hours of their due time, once after it. The number told.

    Only of interviews that are over, of applications not on hold. Safe to run twice.
    """
    rows = (
        Assignment.objects.open()
        .filter(due_at__lte=at + SOON, due_at__gt=at - STALE, interview__ends_at__lte=at)
        .filter(interviewer__is_active=True)
        .exclude(application__state=ApplicationState.ON_HOLD)
        .select_related("interview", "interviewer", "visit", "application__candidate", "application__job")
        .order_by("pk")
    )
    due = {due_key(row, overdue=row.due_at < at): row for row in rows}
    told = _told(due)
    for key, row in due.items():
        if key not in told:
            tell_due(row, at=at, overdue=row.due_at < at)
    return len(due.keys() - told)


def _told(keys: Iterable[str]) -> set[str]:
    return set(Notification.objects.filter(key__in=list(keys)).values_list("key", flat=True))
