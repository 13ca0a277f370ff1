"""Assignments: who is asked to interview, who declines, is released, or is replaced."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.audit import audit_record
from accounts.models import User
from candidates.models import (
    Application,
    JobRecruiter,
    ParticipationCapacity,
    Recusal,
    StageVisit,
)
from candidates.permissions import standing_of
from candidates.sight import sight
from hiring.access import AccessRefused, Refusal
from interviewers.eligibility import why_not
from interviewers.models import Assignment, AssignmentState, Interview
from interviewers.permissions import can_change_assignment, can_decline, can_manage_panel
from interviewers.queries.people import closed_words, is_bar_raiser_stage, panel_standings
from interviewers.queries.times import busy_people
from interviewers.services.notices import tell_assigned, tell_declined, tell_let_go
from interviewers.services.panel import panel_lock, panel_lock_to_give, panel_refresh
from rubrics.queries import stored_rubric


class PanelClosed(Refusal):
    """The application or the stage takes no more interviews."""


class NotEligible(Refusal):
    """The person cannot be on this panel."""


class AssignmentClosed(Refusal):
    """The assignment is not open any more."""


class AssignmentReasonMissing(Refusal):
    """The step needs a reason."""


@transaction.atomic
def assignment_add(*, actor: User, at: datetime, interview: Interview, interviewer: User) -> Assignment:
    """Asks one more person to an interview. Raises AccessRefused, PanelClosed or NotEligible."""
    application, visit = panel_lock_to_give(interview.visit)
    AccessRefused.unless(can_manage_panel(actor, application))
    fresh = Interview.objects.get(pk=interview.pk)
    fresh.visit = visit
    assignment = assignment_give(actor=actor, at=at, interview=fresh, interviewer=interviewer)
    panel_refresh(application=application, visit=visit, at=at, trigger="panel")
    return assignment


@transaction.atomic
def assignment_decline(*, actor: User, at: datetime, assignment: Assignment, reason: str) -> Assignment:
    """The interviewer will not do it; the job's recruiters are told, with the reason.

    Raises AccessRefused, AssignmentClosed or AssignmentReasonMissing.
    """
    locked = _lock(assignment)
    if locked.interviewer_id == actor.pk:
        _require_open(locked)
    AccessRefused.unless(can_decline(actor, locked))
    _require_reason(reason)
    assignment_close(actor=actor, at=at, assignment=locked, state=AssignmentState.DECLINED, reason=reason)
    tell_declined(locked, recruiters=recruiters_of(locked.application), at=at)
    panel_refresh(application=locked.application, visit=locked.visit, at=at, trigger="panel")
    return locked


@transaction.atomic
def assignment_release(*, actor: User, at: datetime, assignment: Assignment, reason: str = "") -> Assignment:
    """A recruiter takes the person off the panel; they are told, without the reason.

    Raises AccessRefused or AssignmentClosed.
    """
    locked = _lock(assignment)
    AccessRefused.unless(can_change_assignment(actor, locked))
    _require_open(locked)
    assignment_close(actor=actor, at=at, assignment=locked, state=AssignmentState.RELEASED, reason=reason)
    tell_let_go(locked, at=at)
    panel_refresh(application=locked.application, visit=locked.visit, at=at, trigger="panel")
    return locked


@transaction.atomic
def assignment_reassign(
    *, actor: User, at: datetime, assignment: Assignment, to: User, reason: str
) -> Assignment:
    """A recruiter gives it to somebody else, due as before; returns the new one. Both are told.

    Raises AccessRefused, AssignmentClosed, PanelClosed or NotEligible.
    """
    locked = _lock_to_give(assignment)
    AccessRefused.unless(can_change_assignment(actor, locked))
    return _replace(actor, at, locked, to, reason)


@transaction.atomic
def assignment_hand_over(
    *, actor: User, at: datetime, assignment: Assignment, to: User, reason: str
) -> Assignment:
    """The same by an administrator, for a person who leaves. Raises as `assignment_reassign` does."""
    locked = _lock_to_give(assignment)
    if not actor.is_administrator:
        AccessRefused.unless(can_change_assignment(actor, locked))
    return _replace(actor, at, locked, to, reason)


@transaction.atomic
def assignment_stand_in(*, actor: User, at: datetime, assignment: Assignment, to: User) -> Assignment:
    """An administrator asks another bar raiser to score and answer in place of one who leaves after scoring.

    The scorecard that is in stays and counts; the new one is due the stage's hours from now.
    Raises AccessRefused, PanelClosed or NotEligible.
    """
    locked = _lock_to_give(assignment)
    if not actor.is_administrator:
        AccessRefused.unless(can_change_assignment(actor, locked))
    plan = stored_rubric(locked.visit.rubric_id).stage_plan(locked.visit.stage_id)
    given = assignment_give(
        actor=actor,
        at=at,
        interview=locked.interview,
        interviewer=to,
        due_at=at + timedelta(hours=plan.scorecard_due_hours),
    )
    panel_refresh(application=locked.application, visit=locked.visit, at=at, trigger="panel")
    return given


def assignment_give(
    *, actor: User, at: datetime, interview: Interview, interviewer: User, due_at: datetime | None = None
) -> Assignment:
    """Writes and audits one assignment and tells its interviewer; the caller holds the application's lock,
    has checked the actor, and refreshes the panel. Raises PanelClosed or NotEligible.
    """
    visit = interview.visit
    application = visit.application
    require_open_panel(visit, replacing=due_at is not None)
    if interview.cancelled_at is not None:
        raise PanelClosed("This interview is cancelled. Plan another one.")
    bar_raiser = is_bar_raiser_stage(visit)
    if words := why_not(panel_standings(visit, [interviewer])[interviewer.pk], bar_raiser=bar_raiser):
        raise NotEligible(f"{interviewer} {words}.")
    assignment = Assignment.objects.create(
        interview=interview,
        visit=visit,
        application=application,
        interviewer=interviewer,
        capacity=ParticipationCapacity.BAR_RAISER if bar_raiser else ParticipationCapacity.INTERVIEWER,
        due_at=due_at or due_time(visit, interview.ends_at),
        not_blind=_has_seen_scores(interviewer, application),
        assigned_by=actor,
        assigned_at=at,
    )
    _audit_given(assignment, actor, at)
    busy = busy_people([interviewer.pk], interview.starts_at, interview.ends_at, besides=interview)
    tell_assigned(assignment, at=at, busy=bool(busy))
    return assignment


def assignment_close(
    *, actor: User | None, at: datetime, assignment: Assignment, state: AssignmentState, reason: str
) -> None:
    """Ends an open assignment, with its audit entry; the caller holds the lock and refreshes the panel."""
    assignment.state = state
    assignment.closed_at = at
    assignment.close_reason = reason.strip()
    assignment.save(update_fields=["state", "closed_at", "close_reason"])
    audit_record(
        actor=actor,
        at=at,
        action=f"assignment.{state.value}",
        on=assignment,
        changes={
            "state": [AssignmentState.OPEN.value, state.value],
            "interviewer": str(assignment.interviewer.uuid),
        },
        personal=["close_reason"] if assignment.close_reason else [],
        scope=assignment.application.uuid,
    )


def require_open_panel(visit: StageVisit, *, replacing: bool = False) -> None:
    """Raises PanelClosed unless people may be asked to interview at this visit now."""
    if words := closed_words(visit, replacing=replacing):
        raise PanelClosed(words)


def due_time(visit: StageVisit, ends_at: datetime) -> datetime:
    """When scorecards of an interview that ends then are due: the stage's hours after it."""
    plan = stored_rubric(visit.rubric_id).stage_plan(visit.stage_id)
    return ends_at + timedelta(hours=plan.scorecard_due_hours)


def recruiters_of(application: Application) -> list[int]:
    """The job's recruiters who may know of the application."""
    recused = Recusal.objects.standing().filter(application=application).values("user")
    rows = JobRecruiter.objects.filter(job=application.job_id, user__is_active=True).exclude(user__in=recused)
    return list(rows.values_list("user_id", flat=True))


def _lock(assignment: Assignment) -> Assignment:
    """The assignment as it is once the application's row is locked."""
    visit = StageVisit(pk=assignment.visit_id, application_id=assignment.application_id)
    return _locked(assignment, *panel_lock(visit))


def _lock_to_give(assignment: Assignment) -> Assignment:
    """The same for giving it, or its place, to somebody else."""
    return _locked(assignment, *panel_lock_to_give(assignment.visit))


def _locked(assignment: Assignment, application: Application, visit: StageVisit) -> Assignment:
    locked = Assignment.objects.select_related("interview", "interviewer").get(pk=assignment.pk)
    locked.application, locked.visit, locked.interview.visit = application, visit, visit
    return locked


def _require_open(assignment: Assignment) -> None:
    if assignment.state == AssignmentState.SUBMITTED:
        raise AssignmentClosed(f"{assignment.interviewer} has submitted the scorecard, so it stays.")
    if assignment.state != AssignmentState.OPEN:
        raise AssignmentClosed(
            f"{assignment.interviewer} is not assigned any more: {assignment.get_state_display().lower()}."
        )


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise AssignmentReasonMissing("Give a reason, so that the recruiter knows whom to ask next.")


def _replace(actor: User, at: datetime, assignment: Assignment, to: User, reason: str) -> Assignment:
    _require_open(assignment)
    assignment_close(actor=actor, at=at, assignment=assignment, state=AssignmentState.RELEASED, reason=reason)
    tell_let_go(assignment, at=at)
    given = assignment_give(
        actor=actor, at=at, interview=assignment.interview, interviewer=to, due_at=assignment.due_at
    )
    panel_refresh(application=assignment.application, visit=assignment.visit, at=at, trigger="panel")
    return given


def _has_seen_scores(person: User, application: Application) -> bool:
    """Whether they can see others' scores of this application, or could before they were last assigned."""
    own = Assignment.objects.filter(application=application, interviewer=person)
    known = list(own.values_list("state", "capacity", "not_blind"))
    # Nothing seen is forgotten, and a bar raiser has read every earlier stage even before their own card.
    if any(not_blind or part == ParticipationCapacity.BAR_RAISER for _, part, not_blind in known):
        return True
    # With a card open they see nothing, so they have seen no more than when they got it.
    if any(state == AssignmentState.OPEN for state, *_ in known):
        return False
    if not StageVisit.objects.filter(application=application, submitted__gt=0).exists():
        return False
    seen = sight(standing_of(person, application))
    return bool(seen.cards or seen.results)


def _audit_given(assignment: Assignment, actor: User, at: datetime) -> None:
    changes: dict[str, object] = {
        "interviewer": str(assignment.interviewer.uuid),
        "capacity": assignment.capacity,
        "due_at": assignment.due_at.isoformat(),
        "not_blind": assignment.not_blind,
    }
    job = assignment.application.job
    # A hiring manager may interview for their own job; the trail says that they did.
    if job.hiring_manager_id == assignment.interviewer_id:
        changes["hiring_manager"] = True
    if assignment.capacity == ParticipationCapacity.BAR_RAISER:
        for part, leader in (("hiring_manager", job.hiring_manager), ("team_lead", job.team.lead)):
            changes[f"independent_of_{part}"] = str(leader.uuid) if leader else None
    audit_record(
        actor=actor,
        at=at,
        action="assignment.add",
        on=assignment,
        changes=changes,
        scope=assignment.application.uuid,
    )
