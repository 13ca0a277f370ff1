"""The services that make an application and move it through its life."""

import datetime

import pytest

from accounts.models import AuditEntry, User
from candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    HiringCycle,
    Job,
    Participation,
    ParticipationCapacity,
    Recusal,
    StageVisit,
    VisitResult,
    WaitingFor,
)
from candidates.services.applications import (
    ApplicationExists,
    JobClosed,
    NothingToConfirm,
    application_create,
    application_hold,
    application_reopen,
    application_resume,
    application_withdraw,
    stop_confirm,
)
from candidates.services.moves import MoveNotPossible, ReasonMissing
from candidates.services.visits import (
    OutcomeFacts,
    PanelFacts,
    application_place,
    visit_note_outcome,
    visit_note_panel,
)
from hiring.access import AccessRefused
from tests.factories import MONDAY, ApplicationFactory, CandidateFactory, HiringCycleFactory, UserFactory

TUESDAY = MONDAY + datetime.timedelta(days=1)
WEDNESDAY = MONDAY + datetime.timedelta(days=2)
THURSDAY = MONDAY + datetime.timedelta(days=3)


def outcome(
    application: Application, visit: StageVisit, result: str, at: datetime.datetime = TUESDAY
) -> None:
    """What `committee` does after the gate, in its transaction."""
    facts = OutcomeFacts(result=result, reason="", score=(400, 1), explanation="", final=True)
    visit_note_outcome(application=application, visit=visit, facts=facts, at=at)
    application_place(application=application, at=at)


def open_visit(application: Application) -> StageVisit:
    return StageVisit.objects.open().get(application=application)


@pytest.fixture
def stopped(application: Application, visit: StageVisit) -> Application:
    """An application that the gate stopped on Tuesday in the first stage; nobody has confirmed it."""
    outcome(application, visit, "stop")
    return application


@pytest.fixture
def candidate(db: None) -> Candidate:
    return CandidateFactory()


def create(recruiter: User, candidate: Candidate, job: Job, cycle: HiringCycle | None = None) -> Application:
    return application_create(
        actor=recruiter,
        at=MONDAY,
        candidate=candidate,
        job=job,
        cycle=cycle,
        referred_by=None,
        source="",
    )


def test_creating_pins_the_rubric_and_opens_the_first_stage(
    recruiter: User, candidate: Candidate, job: Job
) -> None:
    application = create(recruiter, candidate, job, HiringCycleFactory())
    visit = open_visit(application)
    assert application.rubric_id == job.rubric_id
    assert application.state == ApplicationState.ACTIVE
    assert (visit.stage.slug, visit.attempt, visit.entered_at) == ("recruiter-screen", 1, MONDAY)
    assert visit.waiting_for == WaitingFor.PANEL


def test_creating_keeps_who_referred_the_candidate_and_the_source(
    recruiter: User, candidate: Candidate, job: Job, interviewer: User
) -> None:
    application = application_create(
        actor=recruiter,
        at=MONDAY,
        candidate=candidate,
        job=job,
        cycle=None,
        referred_by=interviewer,
        source=" Conference ",
    )
    assert (application.referred_by, application.source) == (interviewer, "Conference")


def test_creating_is_noted_in_the_trail_under_its_own_scope(
    recruiter: User, candidate: Candidate, job: Job
) -> None:
    application = create(recruiter, candidate, job)
    entry = AuditEntry.objects.get(action="application.create")
    assert (entry.actor, entry.object_uuid, entry.scope) == (
        recruiter,
        application.uuid,
        application.uuid,
    )


def test_a_second_open_application_for_the_pair_is_refused_in_words(
    recruiter: User, candidate: Candidate, job: Job
) -> None:
    create(recruiter, candidate, job)
    with pytest.raises(ApplicationExists, match="already has an open application"):
        create(recruiter, candidate, job)
    assert Application.objects.count() == 1


def test_that_refusal_does_not_tell_a_recused_recruiter_that_there_is_one(
    recruiter: User, candidate: Candidate, job: Job, rubric: object
) -> None:
    application = create(recruiter, candidate, job)
    ApplicationFactory(candidate=candidate, job__rubric=rubric)  # so that they may know the candidate
    Recusal.objects.create(application=application, user=recruiter, declared_at=MONDAY, declared_by=recruiter)
    with pytest.raises(ApplicationExists) as refusal:
        create(recruiter, candidate, job)
    assert refusal.value.words == (
        "You cannot add this candidate to this job. Ask another of its recruiters."
    )


def test_a_new_application_is_possible_once_the_other_has_ended(
    recruiter: User, candidate: Candidate, job: Job
) -> None:
    first = create(recruiter, candidate, job)
    application_withdraw(actor=recruiter, at=TUESDAY, application=first, reason="Took another job")
    second = create(recruiter, candidate, job)
    assert second.pk != first.pk


def test_a_closed_job_takes_no_application(recruiter: User, candidate: Candidate, job: Job) -> None:
    job.closed_at = MONDAY
    job.save()
    with pytest.raises(JobClosed, match="is closed"):
        create(recruiter, candidate, job)


def test_only_a_recruiter_of_the_job_adds_an_application(candidate: Candidate, job: Job) -> None:
    with pytest.raises(AccessRefused, match="not a recruiter of this job"):
        create(UserFactory(is_recruiter=True), candidate, job)


def test_nobody_adds_a_candidate_they_may_not_know_of(
    recruiter: User, application: Application, job: Job
) -> None:
    Recusal.objects.create(application=application, user=recruiter, declared_at=MONDAY, declared_by=recruiter)
    with pytest.raises(AccessRefused):
        create(recruiter, application.candidate, job)


def test_on_hold_the_stage_waits_for_being_resumed(
    recruiter: User, application: Application, visit: StageVisit
) -> None:
    application_hold(actor=recruiter, at=TUESDAY, application=application, reason="Budget review")
    here = open_visit(application)
    assert application.state == ApplicationState.ON_HOLD
    assert (here.waiting_for, here.waiting_since) == (WaitingFor.RESUMPTION, TUESDAY)


def test_a_hold_needs_a_reason(recruiter: User, application: Application, visit: StageVisit) -> None:
    with pytest.raises(ReasonMissing):
        application_hold(actor=recruiter, at=TUESDAY, application=application, reason="  ")


def test_resuming_waits_again_for_what_it_waited_for(
    recruiter: User, application: Application, visit: StageVisit
) -> None:
    application_hold(actor=recruiter, at=TUESDAY, application=application, reason="Budget review")
    application_resume(actor=recruiter, at=WEDNESDAY, application=application, reason="Budget is there")
    here = open_visit(application)
    assert application.state == ApplicationState.ACTIVE
    assert here.waiting_for == WaitingFor.PANEL


def test_a_result_while_on_hold_opens_the_next_stage_on_hold(
    recruiter: User, application: Application, visit: StageVisit
) -> None:
    application_hold(actor=recruiter, at=TUESDAY, application=application, reason="Budget review")
    outcome(application, visit, "advance", WEDNESDAY)
    here = open_visit(application)
    assert (here.stage.slug, here.waiting_for) == ("product-sense", WaitingFor.RESUMPTION)


def test_a_stop_ends_the_hold_and_waits_for_confirmation(
    recruiter: User, application: Application, visit: StageVisit
) -> None:
    application_hold(actor=recruiter, at=TUESDAY, application=application, reason="Budget review")
    outcome(application, visit, "stop", WEDNESDAY)
    assert application.state == ApplicationState.STOPPED
    assert open_visit(application).waiting_for == WaitingFor.CONFIRMATION


def test_a_withdrawn_application_leaves_the_board_and_waits_for_nobody(
    recruiter: User, application: Application, visit: StageVisit
) -> None:
    application_withdraw(actor=recruiter, at=TUESDAY, application=application, reason="Moved away")
    visit.refresh_from_db()
    assert application.state == ApplicationState.WITHDRAWN
    assert (visit.left_at, visit.waiting_for) == (TUESDAY, WaitingFor.NOTHING)


def test_cards_released_afterwards_do_not_bring_a_withdrawn_one_back(
    recruiter: User, application: Application, visit: StageVisit
) -> None:
    application_withdraw(actor=recruiter, at=TUESDAY, application=application, reason="Moved away")
    visit.refresh_from_db()
    facts = PanelFacts(0, 0, None, None, None, frozenset())
    visit_note_panel(application=application, visit=visit, facts=facts, evidence_changed=False, at=WEDNESDAY)
    visit.refresh_from_db()
    assert (visit.left_at, visit.waiting_for) == (TUESDAY, WaitingFor.NOTHING)


def test_withdrawing_is_refused_twice(recruiter: User, application: Application, visit: StageVisit) -> None:
    application_withdraw(actor=recruiter, at=TUESDAY, application=application, reason="Moved away")
    with pytest.raises(MoveNotPossible, match="is withdrawn"):
        application_withdraw(actor=recruiter, at=TUESDAY, application=application, reason="Moved away")


def test_confirming_a_stop_records_who_and_when_and_leaves_the_board(
    recruiter: User, stopped: Application
) -> None:
    visit = stop_confirm(actor=recruiter, at=WEDNESDAY, visit=open_visit(stopped))
    visit.refresh_from_db()
    assert (visit.stop_confirmed_by, visit.stop_confirmed_at) == (recruiter, WEDNESDAY)
    assert (visit.left_at, visit.waiting_for) == (WEDNESDAY, WaitingFor.NOTHING)
    assert stopped.state == ApplicationState.STOPPED


def test_confirming_is_in_the_trail(recruiter: User, stopped: Application) -> None:
    stop_confirm(actor=recruiter, at=WEDNESDAY, visit=open_visit(stopped))
    entry = AuditEntry.objects.get(action="application.stop_confirm")
    assert (entry.actor, entry.at, entry.scope) == (recruiter, WEDNESDAY, stopped.uuid)


def test_confirming_is_refused_twice(recruiter: User, stopped: Application) -> None:
    visit = stop_confirm(actor=recruiter, at=WEDNESDAY, visit=open_visit(stopped))
    with pytest.raises(NothingToConfirm):
        stop_confirm(actor=recruiter, at=THURSDAY, visit=visit)


def test_confirming_is_refused_where_nothing_stopped(
    recruiter: User, application: Application, visit: StageVisit
) -> None:
    with pytest.raises(NothingToConfirm):
        stop_confirm(actor=recruiter, at=TUESDAY, visit=visit)


def test_the_same_outcome_again_does_not_bring_a_confirmed_stop_back(
    recruiter: User, stopped: Application
) -> None:
    visit = stop_confirm(actor=recruiter, at=WEDNESDAY, visit=open_visit(stopped))
    outcome(stopped, visit, "stop", THURSDAY)
    assert list(StageVisit.objects.open()) == []


def test_corrected_evidence_lifts_even_a_confirmed_stop(recruiter: User, stopped: Application) -> None:
    visit = stop_confirm(actor=recruiter, at=WEDNESDAY, visit=open_visit(stopped))
    outcome(stopped, visit, "advance", THURSDAY)
    assert stopped.state == ApplicationState.ACTIVE
    assert open_visit(stopped).stage.slug == "product-sense"
    visit.refresh_from_db()
    assert visit.stop_confirmed_by is None


def test_an_earlier_stage_turned_to_stop_is_to_be_confirmed_anew(
    recruiter: User, application: Application, visit: StageVisit
) -> None:
    outcome(application, visit, "advance")
    later = open_visit(application)
    outcome(application, later, "stop", WEDNESDAY)
    stop_confirm(actor=recruiter, at=WEDNESDAY, visit=later)
    visit.refresh_from_db()
    outcome(application, visit, "stop", THURSDAY)
    assert open_visit(application) == visit
    outcome(application, visit, "advance", THURSDAY)
    assert list(StageVisit.objects.open()) == []  # the later stop, confirmed, speaks again


def test_reopening_a_stopped_one_opens_a_new_attempt_of_that_stage(
    recruiter: User, stopped: Application
) -> None:
    first = open_visit(stopped)
    application_reopen(actor=recruiter, at=WEDNESDAY, application=stopped, reason="New evidence")
    second = open_visit(stopped)
    first.refresh_from_db()
    assert (second.stage_id, second.attempt, second.result) == (first.stage_id, 2, "")
    assert (first.left_at, first.result) == (WEDNESDAY, VisitResult.STOP)
    assert stopped.state == ApplicationState.ACTIVE


def test_reopening_a_confirmed_stop_leaves_who_confirmed_it_on_the_earlier_attempt(
    recruiter: User, stopped: Application
) -> None:
    first = stop_confirm(actor=recruiter, at=WEDNESDAY, visit=open_visit(stopped))
    application_reopen(actor=recruiter, at=THURSDAY, application=stopped, reason="New evidence")
    first.refresh_from_db()
    assert (first.stop_confirmed_by, first.left_at) == (recruiter, WEDNESDAY)
    assert open_visit(stopped).attempt == 2


def test_reopening_a_withdrawn_one_opens_a_new_attempt_of_the_stage_it_left(
    recruiter: User, application: Application, visit: StageVisit
) -> None:
    outcome(application, visit, "advance")
    application_withdraw(actor=recruiter, at=WEDNESDAY, application=application, reason="Moved away")
    application_reopen(actor=recruiter, at=THURSDAY, application=application, reason="Moved back")
    here = open_visit(application)
    assert (here.stage.slug, here.attempt) == ("product-sense", 2)


def test_reopening_once_every_stage_has_advanced_stands_where_it_stood(
    recruiter: User, application: Application, visit: StageVisit
) -> None:
    for _ in range(4):
        outcome(application, open_visit(application), "advance")
    last = open_visit(application)
    application_withdraw(actor=recruiter, at=WEDNESDAY, application=application, reason="Moved away")
    application_reopen(actor=recruiter, at=THURSDAY, application=application, reason="Moved back")
    here = open_visit(application)
    assert (here.pk, here.waiting_for, here.attempt) == (last.pk, WaitingFor.VERDICT, 1)


def test_reopening_needs_a_reason(recruiter: User, stopped: Application) -> None:
    with pytest.raises(ReasonMissing):
        application_reopen(actor=recruiter, at=WEDNESDAY, application=stopped, reason="")


def test_reopening_is_refused_while_the_candidate_has_another_open_one(
    recruiter: User, stopped: Application
) -> None:
    create(recruiter, stopped.candidate, stopped.job)
    with pytest.raises(ApplicationExists):
        application_reopen(actor=recruiter, at=WEDNESDAY, application=stopped, reason="New evidence")


def test_reopening_is_refused_while_the_job_is_closed(recruiter: User, stopped: Application) -> None:
    Job.objects.update(closed_at=TUESDAY)
    with pytest.raises(JobClosed):
        application_reopen(actor=recruiter, at=WEDNESDAY, application=stopped, reason="New evidence")


def test_a_correction_does_not_lift_a_stop_beside_a_newer_open_application(
    recruiter: User, stopped: Application
) -> None:
    newer = create(recruiter, stopped.candidate, stopped.job)
    outcome(stopped, open_visit(stopped), "advance", THURSDAY)
    stopped.refresh_from_db()
    assert stopped.state == ApplicationState.STOPPED
    assert newer.state == ApplicationState.ACTIVE


@pytest.mark.parametrize("service", [application_hold, application_withdraw])
def test_whoever_owes_a_scorecard_here_moves_nothing(
    service: object, recruiter: User, application: Application, visit: StageVisit
) -> None:
    Participation.objects.create(
        application=application,
        user=recruiter,
        capacity=ParticipationCapacity.INTERVIEWER,
        open_cards=1,
    )
    assert callable(service)
    with pytest.raises(AccessRefused, match="open scorecard"):
        service(actor=recruiter, at=TUESDAY, application=application, reason="Because")
