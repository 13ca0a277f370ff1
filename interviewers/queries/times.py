"""Who is busy when."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import User
from candidates.permissions import recused_applications
from interviewers.models import Assignment, Interview


def busy_people(
    people: Iterable[int],
    starts_at: datetime,
    ends_at: datetime,
    *,
    besides: Interview,
    reader: User | None = None,
) -> set[int]:
    """Those of the people (keys) who have another interview in that time; touching ends are no clash.

    Interviews of applications that `reader` is recused from do not count.
    """
    rows = (
        Assignment.objects.open()
        .filter(
            interviewer__in=list(people),
            interview__cancelled_at=None,
            interview__starts_at__lt=ends_at,
            interview__ends_at__gt=starts_at,
        )
        .exclude(interview=besides)
    )
    if reader is not None:
        rows = rows.exclude(application__uuid__in=recused_applications(reader))
    return set(rows.values_list("interviewer_id", flat=True))


def busy_names(reader: User, interview: Interview) -> list[str]:
    """The people still to hold the interview who have another one at that time, by name."""
    people = interview.assignments.open().values_list("interviewer_id", flat=True)
    busy = busy_people(people, interview.starts_at, interview.ends_at, besides=interview, reader=reader)
    return list(User.objects.filter(pk__in=busy).order_by("name").values_list("name", flat=True))
