"""What an interviewer has before them: today, due, overdue, ahead, and what is done."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from accounts.models import User
from interviewers.asked import Asked, asked_of
from interviewers.models import Assignment, AssignmentState
from interviewers.permissions import visible_assignments

DONE_SHOWN = 5


@dataclass
class InterviewerHome:
    """A person's assignments, an open one in exactly one of the first four lists, and what they are asked."""

    overdue: list[Assignment] = field(default_factory=list)
    due: list[Assignment] = field(default_factory=list)  # the interview is over, the scorecard is not in
    today: list[Assignment] = field(default_factory=list)  # not over yet
    upcoming: list[Assignment] = field(default_factory=list)  # from tomorrow on
    done: list[Assignment] = field(default_factory=list)  # the latest few
    has_more_done: bool = False
    asked: list[Asked] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.asked or self.overdue or self.due or self.today or self.upcoming or self.done)


def interviewer_home(user: User, at: datetime) -> InterviewerHome:
    """The person's home; days are those of their own time zone.

    Two queries, and one for each kind of question.
    """
    home = InterviewerHome(asked=asked_of(user, at))
    own = ZoneInfo(user.time_zone)
    for row in _shown(visible_assignments(user).open()).order_by("interview__starts_at", "pk"):
        if row.due_at < at:
            home.overdue.append(row)
        elif row.interview.ends_at <= at:
            home.due.append(row)
        elif row.interview.starts_at.astimezone(own).date() <= at.astimezone(own).date():
            home.today.append(row)
        else:
            home.upcoming.append(row)
    home.overdue.sort(key=lambda row: row.due_at)
    home.due.sort(key=lambda row: row.due_at)
    done = list(done_assignments(user).order_by("-due_at", "-pk")[: DONE_SHOWN + 1])
    home.done, home.has_more_done = done[:DONE_SHOWN], len(done) > DONE_SHOWN
    return home


def done_assignments(user: User) -> QuerySet[Assignment]:
    """The person's assignments with a scorecard in, with all that a row shows."""
    rows = visible_assignments(user).filter(state=AssignmentState.SUBMITTED)
    return _shown(rows).select_related("scorecard")


def _shown(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    return rows.select_related("interview", "visit__stage", "application__candidate", "application__job")
