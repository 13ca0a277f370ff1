"""What an interviewer who leaves would leave undone: their open assignments."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from accounts.models import User
from accounts.open_work import OpenWork
from hiring.access import Refusal
from interviewers.models import Assignment
from interviewers.services.assignments import assignment_hand_over


class WorkGone(Refusal):
    """The assignment is not theirs, or not there, any more."""


class OpenAssignments:
    """A person's open assignments. The labels name no candidate: an administrator may know of none."""

    kind = "assignments"
    title = "Interviews and scorecards"

    def list_open(self, user: User) -> Sequence[OpenWork]:
        """The person's open assignments, the earliest due first."""
        rows = Assignment.objects.open().filter(interviewer=user).order_by("due_at", "pk")
        return [
            OpenWork(row.uuid, f"{row.visit.stage}, {row.application.job}, due {row.due_at:%Y-%m-%d}", "")
            for row in rows.select_related("visit__stage", "application__job")
        ]

    def reassign(self, *, actor: User, at: datetime, work: UUID, to: User, reason: str) -> None:
        """Gives one assignment to `to`, due as before. Raises a Refusal when `to` may not have it."""
        assignment = Assignment.objects.open().filter(uuid=work).first()
        if assignment is None:
            raise WorkGone("This is not open any more. Look at the list again.")
        assignment_hand_over(actor=actor, at=at, assignment=assignment, to=to, reason=reason)
