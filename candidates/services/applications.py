"""Applications: made, held, resumed, withdrawn, reopened, and their stops confirmed."""

from datetime import datetime

from django.db import transaction

from accounts.audit import audit_record
from accounts.models import User
from candidates.lifecycle import Move
from candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    HiringCycle,
    Job,
    StageVisit,
    VisitResult,
)
from candidates.permissions import can_add_application, can_move_application, can_view_candidate
from candidates.services.moves import application_move
from candidates.services.visits import visit_leave, visit_open, visit_refresh_waiting, visit_retry
from hiring.access import AccessRefused, Refusal
from rubrics.queries import stored_rubric


class ApplicationExists(Refusal):
    """The candidate already has an open application at that job."""


class JobClosed(Refusal):
    """The job takes no applications."""


class NothingToConfirm(Refusal):
    """The visit is not stopped, or its stop has been confirmed."""


@transaction.atomic
def application_create(
    *,
    actor: User,
    at: datetime,
    candidate: Candidate,
    job: Job,
    cycle: HiringCycle | None,
    referred_by: User | None,
    source: str,
) -> Application:
    """Makes an application on the job's present rubric and opens its first stage.

    Raises AccessRefused, JobClosed or ApplicationExists.
    """
    AccessRefused.unless(can_view_candidate(actor, candidate))
    AccessRefused.unless(can_add_application(actor, job))
    held = _hold_pair(candidate.pk, job.pk)
    _refuse_second_open(actor, candidate, held)
    application = Application.objects.create(
        candidate=candidate,
        job=held,
        rubric_id=held.rubric_id,
        cycle=cycle,
        referred_by=referred_by,
        source=source.strip(),
        applied_at=at,
        state_since=at,
    )
    audit_record(
        actor=actor,
        at=at,
        action="application.create",
        on=application,
        changes={"job": str(held.uuid), "candidate": str(candidate.uuid)},
        scope=application.uuid,
    )
    first_stage = next(iter(stored_rubric(held.rubric_id).stage_ids.values()))
    visit_open(application=application, stage_id=first_stage, at=at)
    return application


@transaction.atomic
def application_hold(*, actor: User, at: datetime, application: Application, reason: str) -> Application:
    """Pauses the application; its stage waits for nothing but being resumed."""
    return _move(actor, at, application, Move.HOLD, reason)


@transaction.atomic
def application_resume(*, actor: User, at: datetime, application: Application, reason: str) -> Application:
    """Ends the pause; its stage waits again for what it waited for."""
    return _move(actor, at, application, Move.RESUME, reason)


@transaction.atomic
def application_withdraw(*, actor: User, at: datetime, application: Application, reason: str) -> Application:
    """Takes the application out of the pipeline because the candidate, or the company for them, withdrew."""
    _move(actor, at, application, Move.WITHDRAW, reason)
    for visit in StageVisit.objects.filter(application=application).open():
        visit_leave(application=application, visit=visit, at=at)
    return application


@transaction.atomic
def application_reopen(*, actor: User, at: datetime, application: Application, reason: str) -> Application:
    """Brings a stopped or withdrawn application back, in a new attempt of the stage that it left.

    Outcomes stay as they are; the new attempt starts without a panel and is for other interviewers.
    Raises also JobClosed or ApplicationExists.
    """
    AccessRefused.unless(can_move_application(actor, application))
    job = _hold_pair(application.candidate_id, application.job_id)
    _refuse_second_open(actor, application.candidate, job, but=application)
    application_move(actor=actor, at=at, application=application, move=Move.REOPEN, reason=reason)
    visit_retry(application=application, at=at)
    return application


@transaction.atomic
def stop_confirm(*, actor: User, at: datetime, visit: StageVisit) -> StageVisit:
    """Records that a named person confirms the stop, which then leaves the board. Nothing is sent.

    Raises AccessRefused or NothingToConfirm.
    """
    AccessRefused.unless(can_move_application(actor, visit.application))
    application = Application.objects.select_for_update().get(pk=visit.application_id)
    stopped = application.state == ApplicationState.STOPPED
    held = StageVisit.objects.filter(
        pk=visit.pk, left_at=None, result=VisitResult.STOP, stop_confirmed_at=None
    ).first()
    if held is None or not stopped:
        raise NothingToConfirm(
            "There is no stop to confirm here. Somebody may have confirmed it, or corrected evidence "
            "may have lifted it; look at the application again."
        )
    held.stop_confirmed_at, held.stop_confirmed_by = at, actor
    visit_leave(application=application, visit=held, at=at)
    audit_record(
        actor=actor, at=at, action="application.stop_confirm", on=application, scope=application.uuid
    )
    return held


def _move(actor: User, at: datetime, application: Application, move: Move, reason: str) -> Application:
    """Makes a person's move and refreshes the wait; AccessRefused, MoveNotPossible, ReasonMissing."""
    AccessRefused.unless(can_move_application(actor, application))
    application_move(actor=actor, at=at, application=application, move=move, reason=reason)
    for visit in StageVisit.objects.filter(application=application).open():
        visit_refresh_waiting(application=application, visit=visit, at=at)
    return application


def _hold_pair(candidate_id: int, job_id: int) -> Job:
    """The job, open, its row and the candidate's locked: no second application comes between."""
    job = Job.objects.select_for_update(no_key=True).get(pk=job_id)
    Candidate.objects.select_for_update(no_key=True).get(pk=candidate_id)
    if job.closed_at is not None:
        raise JobClosed(f"{job} is closed and takes no applications. Reopen the job first.")
    return job


def _refuse_second_open(actor: User, candidate: Candidate, job: Job, but: Application | None = None) -> None:
    taken = Application.objects.filter(candidate=candidate, job=job).open()
    other = (taken.exclude(pk=but.pk) if but else taken).first()
    if other is None:
        return
    if not can_move_application(actor, other):
        # They may be recused from it: the words do not say that it exists.
        raise ApplicationExists("You cannot add this candidate to this job. Ask another of its recruiters.")
    raise ApplicationExists(
        f"{candidate} already has an open application for {job}. Continue with that one, or withdraw it."
    )
