"""Releasing assignments because of something that happened to the application, or to a person in it."""

from datetime import datetime

from accounts.audit import audit_record
from accounts.models import User
from candidates.models import Application, StageVisit
from interviewers.models import Assignment, AssignmentState, Interview
from interviewers.models.interviews import AssignmentQuerySet
from interviewers.services.assignments import assignment_close, recruiters_of
from interviewers.services.notices import tell_let_go, tell_recused
from interviewers.services.panel import panel_refresh


def application_release(
    *, actor: User | None, at: datetime, application: Application, ahead_only: bool
) -> list[Assignment]:
    """Releases open assignments, or those of interviews that have not begun, and calls these interviews off.

    The interviewers are told, without the reason. The caller holds the application's row lock.
    """
    rows = Assignment.objects.open().filter(application=application)
    if ahead_only:
        rows = rows.filter(interview__starts_at__gt=at)
    released = _release(actor, at, application, rows)
    for assignment in released:
        tell_let_go(assignment, at=at)
    _call_off(actor, at, application)
    _refresh(application, released, at)
    return released


def person_release(*, actor: User | None, at: datetime, application: Application, user: User) -> None:
    """Releases the person's open assignments of the application after they declared a conflict.

    What they submitted stays; a verdict that they still owe is for another bar raiser to give.
    The job's recruiters are told; the person, who sees nothing of the application any more, is not.
    The caller holds the application's row lock.
    """
    own = Assignment.objects.filter(application=application, interviewer=user)
    released = _release(actor, at, application, own.open())
    given_up = [*released, *own.owing_a_verdict().select_related("interviewer", "visit")]
    for assignment in given_up:
        assignment.application = application
        tell_recused(assignment, recruiters=recruiters_of(application), at=at)
    _refresh(application, given_up, at)


def person_return(*, at: datetime, application: Application, user: User) -> None:
    """Has the visits where the person owes a verdict wait on them again. The caller holds the row lock."""
    own = Assignment.objects.filter(application=application, interviewer=user)
    _refresh(application, list(own.owing_a_verdict()), at)


def _release(
    actor: User | None, at: datetime, application: Application, rows: AssignmentQuerySet
) -> list[Assignment]:
    released = list(rows.select_related("interview", "interviewer", "visit").order_by("pk"))
    for assignment in released:
        assignment.application = application
        assignment_close(actor=actor, at=at, assignment=assignment, state=AssignmentState.RELEASED, reason="")
    return released


def _call_off(actor: User | None, at: datetime, application: Application) -> None:
    """Cancels the interviews ahead for which nobody has a scorecard any more."""
    ahead = Interview.objects.filter(visit__application=application, cancelled_at=None, starts_at__gt=at)
    for interview in ahead.exclude(assignments__state=AssignmentState.SUBMITTED).order_by("pk"):
        interview.cancelled_at = at
        interview.save(update_fields=["cancelled_at"])
        audit_record(actor=actor, at=at, action="interview.cancel", on=interview, scope=application.uuid)


def _refresh(application: Application, released: list[Assignment], at: datetime) -> None:
    for visit in StageVisit.objects.filter(pk__in={row.visit_id for row in released}).order_by("pk"):
        visit.application = application
        panel_refresh(application=application, visit=visit, at=at, trigger="panel")
