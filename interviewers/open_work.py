"""What an interviewer who leaves would leave undone: open assignments, and verdicts that they owe."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from accounts.models import User
from accounts.open_work import OpenWork
from candidates.models import ParticipationCapacity
from candidates.models.applications import OPEN_STATES
from hiring.access import Refusal
from interviewers.models import Assignment
from interviewers.models.interviews import LIVE_STATES
from interviewers.services.assignments import assignment_hand_over, assignment_stand_in


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


class OwedVerdicts:
    """Verdicts that a bar raiser owes alone after their scorecard. The labels name no candidate."""

    kind = "verdicts"
    title = "Verdicts of bar raisers"

    def list_open(self, user: User) -> Sequence[OpenWork]:
        """The verdicts that the person alone owes, the oldest application first."""
        others = Assignment.objects.filter(
            visit=OuterRef("visit"),
            capacity=ParticipationCapacity.BAR_RAISER,
            state__in=LIVE_STATES,
            dependent_since=None,
        ).exclude(interviewer=user)
        rows = (
            Assignment.objects.owing_a_verdict()
            .filter(~Exists(others), interviewer=user, application__state__in=OPEN_STATES)
            .select_related("visit__stage", "application__job")
            .order_by("application")
        )
        return [OpenWork(row.uuid, f"{row.visit.stage}, {row.application.job}", "") for row in rows]

    def reassign(self, *, actor: User, at: datetime, work: UUID, to: User, reason: str) -> None:
        """Has `to` score and answer too; what is submitted stays. Raises a Refusal when they may not."""
        assignment = Assignment.objects.owing_a_verdict().filter(uuid=work).first()
        if assignment is None:
            raise WorkGone("This verdict is not owed any more. Look at the list again.")
        assignment_stand_in(actor=actor, at=at, assignment=assignment, to=to)
