"""Who is busy when."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from accounts.models import User
from candidates.permissions import recused_applications
from interviewers.models import Assignment, AssignmentState, Interview


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


def busy_assignments(reader: User, assignments: Iterable[Assignment]) -> set[int]:
    """The keys of the open assignments whose interviewer has another interview at that time; one query."""
    waiting = [row for row in assignments if row.state == AssignmentState.OPEN]
    others: dict[int, list[tuple[int, datetime, datetime]]] = defaultdict(list)
    rows = (
        Assignment.objects.open()
        .filter(interviewer__in={row.interviewer_id for row in waiting})
        .exclude(application__uuid__in=recused_applications(reader))
        .values_list("interviewer_id", "interview_id", "interview__starts_at", "interview__ends_at")
    )
    for person, interview, starts_at, ends_at in rows:
        others[person].append((interview, starts_at, ends_at))
    return {
        row.pk
        for row in waiting
        for interview, starts_at, ends_at in others[row.interviewer_id]
        if interview != row.interview_id
        and starts_at < row.interview.ends_at
        and ends_at > row.interview.starts_at
    }


def busy_names(reader: User, interview: Interview) -> list[str]:
    """The people still to hold the interview who have another one at that time, by name."""
    people = interview.assignments.open().values_list("interviewer_id", flat=True)
    busy = busy_people(people, interview.starts_at, interview.ends_at, besides=interview, reader=reader)
    return list(User.objects.filter(pk__in=busy).order_by("name").values_list("name", flat=True))
