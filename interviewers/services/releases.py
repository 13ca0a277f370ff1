"""Releasing assignments because of something that happened to the application, or to a person in it."""

from collections.abc import Collection, Iterable
from datetime import datetime

from accounts.audit import audit_record
from accounts.models import User
from candidates.models import Application, StageVisit
from interviewers.models import Assignment, AssignmentState, Interview
from interviewers.models.interviews import LIVE_STATES, AssignmentQuerySet
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
    interviews_call_off(actor=actor, at=at, application=application)
    panels_refresh(application=application, changed=released, at=at)
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
    panels_refresh(application=application, changed=given_up, at=at)


def person_return(*, at: datetime, application: Application, user: User) -> None:
    """Has the visits where the person owes a verdict wait on them again. The caller holds the row lock."""
    own = Assignment.objects.filter(application=application, interviewer=user)
    panels_refresh(application=application, changed=list(own.owing_a_verdict()), at=at)


def interviews_call_off(
    *, actor: User | None, at: datetime, application: Application, only: Collection[int] | None = None
) -> None:
    """Cancels the interviews ahead that nobody is asked to hold any more, of all or of `only` these (keys).

    The caller holds the application's row lock.
    """
    ahead = Interview.objects.filter(visit__application=application, cancelled_at=None, starts_at__gt=at)
    if only is not None:
        ahead = ahead.filter(pk__in=only)
    for interview in ahead.exclude(assignments__state__in=LIVE_STATES).order_by("pk"):
        interview.cancelled_at = at
        interview.save(update_fields=["cancelled_at"])
        audit_record(actor=actor, at=at, action="interview.cancel", on=interview, scope=application.uuid)


def panels_refresh(*, application: Application, changed: Iterable[Assignment], at: datetime) -> None:
    """Brings the visits of these assignments in step. The caller holds the application's row lock."""
    for visit in StageVisit.objects.filter(pk__in={row.visit_id for row in changed}).order_by("pk"):
        visit.application = application
        panel_refresh(application=application, visit=visit, at=at, trigger="panel")


def _release(
    actor: User | None, at: datetime, application: Application, rows: AssignmentQuerySet
) -> list[Assignment]:
    released = list(rows.select_related("interview", "interviewer", "visit").order_by("pk"))
    for assignment in released:
        assignment.application = application
        assignment_close(actor=actor, at=at, assignment=assignment, state=AssignmentState.RELEASED, reason="")
    return released
