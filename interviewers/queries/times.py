"""Who is busy when."""

from collections.abc import Iterable
from datetime import datetime

from interviewers.models import Assignment, Interview


def busy_people(
    people: Iterable[int], starts_at: datetime, ends_at: datetime, besides: Interview | None = None
) -> set[int]:
    """Those of the people (keys) who have another interview in that time; touching ends are no clash."""
    rows = Assignment.objects.open().filter(
        interviewer__in=list(people),
        interview__cancelled_at=None,
        interview__starts_at__lt=ends_at,
        interview__ends_at__gt=starts_at,
    )
    if besides is not None:
        rows = rows.exclude(interview=besides)
    return set(rows.values_list("interviewer_id", flat=True))
