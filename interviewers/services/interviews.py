"""Interviews of a stage visit: planned, moved and cancelled."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db import transaction

from accounts.audit import audit_record
from accounts.models import User
from candidates.models import StageVisit
from hiring.access import AccessRefused, Refusal
from interviewers.models import Assignment, AssignmentState, Interview
from interviewers.permissions import can_change_interview, can_manage_panel
from interviewers.services.assignments import (
    assignment_close,
    assignment_give,
    due_time,
    require_open_panel,
)
from interviewers.services.notices import tell_let_go, tell_moved
from interviewers.services.panel import panel_lock, panel_lock_to_give, panel_refresh
from rubrics.queries import stored_rubric


class InterviewTimesWrong(Refusal):
    """The interview would end before it starts."""


class InterviewPlannedAlready(Refusal):
    """The visit has an interview that starts at that moment."""


class InterviewSettled(Refusal):
    """The interview is cancelled, or a scorecard says that it took place."""


@transaction.atomic
def interview_schedule(
    *,
    actor: User,
    at: datetime,
    visit: StageVisit,
    starts_at: datetime,
    ends_at: datetime | None = None,
    place: str = "",
    link: str = "",
    interviewers: Iterable[User] = (),
) -> Interview:
    """Plans an interview and asks these people to hold it; without `ends_at` it lasts the stage's minutes.

    Raises AccessRefused, PanelClosed, InterviewTimesWrong, InterviewPlannedAlready or NotEligible.
    """
    application, locked = panel_lock_to_give(visit)
    AccessRefused.unless(can_manage_panel(actor, application))
    require_open_panel(locked)
    starts_at, ends_at = _moments(locked, starts_at, ends_at)
    _require_times(locked, starts_at, ends_at)
    interview = Interview.objects.create(
        visit=locked, starts_at=starts_at, ends_at=ends_at, place=place.strip(), link=link, created_at=at
    )
    _audit_planned(interview, actor, at)
    for person in interviewers:
        assignment_give(actor=actor, at=at, interview=interview, interviewer=person)
    panel_refresh(application=application, visit=locked, at=at, trigger="panel")
    return interview


@transaction.atomic
def interview_reschedule(
    *,
    actor: User,
    at: datetime,
    interview: Interview,
    starts_at: datetime,
    ends_at: datetime | None = None,
    place: str = "",
    link: str = "",
) -> Interview:
    """Moves an interview, and with it the due times of its open scorecards; its people are told.

    Raises AccessRefused, PanelClosed, InterviewSettled, InterviewTimesWrong or InterviewPlannedAlready.
    """
    locked = _lock(interview)
    AccessRefused.unless(can_change_interview(actor, locked))
    _require_unsettled(locked)
    require_open_panel(locked.visit)
    starts_at, ends_at = _moments(locked.visit, starts_at, ends_at)
    _require_times(locked.visit, starts_at, ends_at, besides=locked)
    before = {
        "starts_at": locked.starts_at,
        "ends_at": locked.ends_at,
        "place": locked.place,
        "link": locked.link,
    }
    locked.starts_at, locked.ends_at = starts_at, ends_at
    locked.place, locked.link = place.strip(), link
    locked.save(update_fields=list(before))
    _audit_moved(locked, before, actor, at)
    _move_due_times(locked, at)
    panel_refresh(application=locked.visit.application, visit=locked.visit, at=at, trigger="panel")
    return locked


@transaction.atomic
def interview_cancel(*, actor: User, at: datetime, interview: Interview, reason: str = "") -> Interview:
    """Calls an interview off, and with it its open assignments; their people are told, without the reason.

    Raises AccessRefused or InterviewSettled.
    """
    locked = _lock(interview)
    AccessRefused.unless(can_change_interview(actor, locked))
    _require_unsettled(locked)
    locked.cancelled_at = at
    locked.save(update_fields=["cancelled_at"])
    audit_record(
        actor=actor, at=at, action="interview.cancel", on=locked, scope=locked.visit.application.uuid
    )
    for assignment in _open_assignments(locked):
        assignment_close(
            actor=actor, at=at, assignment=assignment, state=AssignmentState.CANCELLED, reason=reason
        )
        tell_let_go(assignment, at=at, cancelled=True)
    panel_refresh(application=locked.visit.application, visit=locked.visit, at=at, trigger="panel")
    return locked


def usual_end(visit: StageVisit, starts_at: datetime) -> datetime:
    """When an interview of this stage ends that starts then."""
    plan = stored_rubric(visit.rubric_id).stage_plan(visit.stage_id)
    return starts_at + timedelta(minutes=plan.minutes)


def _lock(interview: Interview) -> Interview:
    """The interview as it is once the application's row is locked."""
    application, visit = panel_lock(interview.visit)
    locked = Interview.objects.get(pk=interview.pk)
    locked.visit = visit
    visit.application = application
    return locked


def _moments(visit: StageVisit, starts_at: datetime, ends_at: datetime | None) -> tuple[datetime, datetime]:
    """Start and end in UTC: hours added to a local time would skip or repeat the one that a clock does."""
    start = starts_at.astimezone(UTC)
    return start, ends_at.astimezone(UTC) if ends_at else usual_end(visit, start)


def _require_times(
    visit: StageVisit, starts_at: datetime, ends_at: datetime, besides: Interview | None = None
) -> None:
    if ends_at <= starts_at:
        raise InterviewTimesWrong("The interview ends before it starts. Give a later end.")
    same = Interview.objects.filter(visit=visit, starts_at=starts_at, cancelled_at=None)
    if besides is not None:
        same = same.exclude(pk=besides.pk)
    if same.exists():
        raise InterviewPlannedAlready(
            "An interview at that time is planned already. Add people to it, or choose another time."
        )


def _require_unsettled(interview: Interview) -> None:
    if interview.cancelled_at is not None:
        raise InterviewSettled("This interview is cancelled already.")
    if interview.assignments.filter(state=AssignmentState.SUBMITTED).exists():
        raise InterviewSettled("A scorecard of this interview is in, so it took place and stays as it was.")


def _open_assignments(interview: Interview) -> list[Assignment]:
    rows = list(interview.assignments.open().select_related("interviewer").order_by("pk"))
    for row in rows:
        row.interview, row.visit, row.application = interview, interview.visit, interview.visit.application
    return rows


def _move_due_times(interview: Interview, at: datetime) -> None:
    for assignment in _open_assignments(interview):
        assignment.due_at = due_time(interview.visit, interview.ends_at)
        assignment.save(update_fields=["due_at"])
        tell_moved(assignment, at=at)


def _audit_planned(interview: Interview, actor: User, at: datetime) -> None:
    audit_record(
        actor=actor,
        at=at,
        action="interview.schedule",
        on=interview,
        changes={"starts_at": interview.starts_at.isoformat(), "ends_at": interview.ends_at.isoformat()},
        scope=interview.visit.application.uuid,
    )


def _audit_moved(interview: Interview, before: dict[str, object], actor: User, at: datetime) -> None:
    changes = {
        name: [_plain(old), _plain(getattr(interview, name))]
        for name, old in before.items()
        if old != getattr(interview, name)
    }
    audit_record(
        actor=actor,
        at=at,
        action="interview.reschedule",
        on=interview,
        changes=changes,
        scope=interview.visit.application.uuid,
    )


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
