"""Interviews are planned, moved and cancelled by a recruiter of the job, and their people are told."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry, Notification, User
from candidates.lifecycle import Move
from candidates.models import Application, StageVisit
from candidates.services.moves import application_move
from hiring.access import AccessRefused
from interviewers.eligibility import ON_HOLD, SETTLED, WITHDRAWN
from interviewers.models import Assignment, AssignmentState, Interview
from interviewers.services.assignments import NotEligible, PanelClosed
from interviewers.services.interviews import (
    InterviewPlannedAlready,
    InterviewSettled,
    InterviewTimesWrong,
    interview_cancel,
    interview_reschedule,
    interview_schedule,
)
from tests.factories import MONDAY, UserFactory
from tests.interviewers.interviews import TUESDAY, assignment_of, hand_in, plan, told

WEDNESDAY = TUESDAY + timedelta(days=1)


def move(application: Application, move: Move) -> None:
    application_move(actor=None, at=MONDAY, application=application, move=move, reason="So it is.")


def test_an_interview_lasts_the_minutes_of_its_stage(visit: StageVisit, interviewer: User) -> None:
    interview = plan(visit, interviewer)
    assert interview.ends_at == TUESDAY + timedelta(minutes=30)


def test_an_interview_can_be_given_another_length(visit: StageVisit, recruiter: User) -> None:
    interview = interview_schedule(
        actor=recruiter,
        at=MONDAY,
        visit=visit,
        starts_at=TUESDAY,
        ends_at=TUESDAY + timedelta(minutes=50),
    )
    assert interview.ends_at - interview.starts_at == timedelta(minutes=50)


def test_a_scorecard_is_due_the_hours_of_its_stage_after_the_interview(
    visit: StageVisit, interviewer: User
) -> None:
    interview = plan(visit, interviewer)
    assert assignment_of(visit, interviewer).due_at == interview.ends_at + timedelta(hours=24)


def test_hours_are_hours_when_the_clocks_change_in_between(
    visit: StageVisit, interviewer: User, recruiter: User
) -> None:
    before_summer_time = datetime(2026, 3, 28, 15, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    interview = interview_schedule(
        actor=recruiter, at=MONDAY, visit=visit, starts_at=before_summer_time, interviewers=[interviewer]
    )
    given = assignment_of(visit, interviewer)
    assert given.due_at == datetime(2026, 3, 29, 14, 30, tzinfo=UTC)
    night = datetime(2026, 3, 29, 1, 45, tzinfo=ZoneInfo("Europe/Berlin"))
    moved = interview_reschedule(actor=recruiter, at=MONDAY, interview=interview, starts_at=night)
    given.refresh_from_db()
    assert moved.ends_at == datetime(2026, 3, 29, 1, 15, tzinfo=UTC)
    assert given.due_at == datetime(2026, 3, 30, 1, 15, tzinfo=UTC)


def test_planning_is_in_the_trail_within_the_wall_of_the_application(
    visit: StageVisit, interviewer: User, recruiter: User
) -> None:
    interview = plan(visit, interviewer)
    entries = AuditEntry.objects.filter(actor=recruiter).order_by("pk")
    assert [(entry.action, entry.object_uuid, entry.scope) for entry in entries] == [
        ("interview.schedule", interview.uuid, visit.application.uuid),
        ("assignment.add", assignment_of(visit, interviewer).uuid, visit.application.uuid),
    ]


def test_an_interview_that_ends_before_it_starts_is_refused(visit: StageVisit, recruiter: User) -> None:
    with pytest.raises(InterviewTimesWrong) as refusal:
        interview_schedule(actor=recruiter, at=MONDAY, visit=visit, starts_at=TUESDAY, ends_at=TUESDAY)
    assert refusal.value.words == "The interview ends before it starts. Give a later end."


def test_planning_twice_makes_one_interview(visit: StageVisit, interviewer: User) -> None:
    plan(visit, interviewer)
    with pytest.raises(InterviewPlannedAlready) as refusal:
        plan(visit, interviewer)
    assert refusal.value.words == (
        "An interview at that time is planned already. Add people to it, or choose another time."
    )
    assert (Interview.objects.count(), Assignment.objects.count()) == (1, 1)


def test_the_database_holds_one_interview_at_a_time_too(visit: StageVisit) -> None:
    interview = plan(visit)
    with pytest.raises(IntegrityError), transaction.atomic():
        Interview.objects.create(
            visit=visit, starts_at=interview.starts_at, ends_at=interview.ends_at, created_at=MONDAY
        )


def test_the_time_of_a_cancelled_interview_is_free_again(
    visit: StageVisit, interviewer: User, recruiter: User
) -> None:
    interview_cancel(actor=recruiter, at=MONDAY, interview=plan(visit, interviewer))
    assert plan(visit, interviewer).starts_at == TUESDAY


def test_when_one_person_cannot_be_asked_nothing_is_planned(
    visit: StageVisit, interviewer: User, chair: User
) -> None:
    with pytest.raises(NotEligible) as refusal:
        plan(visit, interviewer, chair)
    assert refusal.value.words == "Chloe Chair is not an interviewer; an administrator can change that."
    assert (Interview.objects.count(), Notification.objects.count()) == (0, 0)


def test_only_a_recruiter_of_the_job_plans(visit: StageVisit) -> None:
    stranger = UserFactory(is_recruiter=True)
    with pytest.raises(AccessRefused) as refusal:
        interview_schedule(actor=stranger, at=MONDAY, visit=visit, starts_at=TUESDAY)
    assert refusal.value.words == (
        "You are not a recruiter of this job; ask one who is, or an administrator to add you."
    )


@pytest.mark.parametrize(
    ("moved", "words"), [(Move.HOLD, ON_HOLD), (Move.WITHDRAW, WITHDRAWN), (Move.STOP, SETTLED)]
)
def test_nothing_is_planned_for_an_application_that_rests(visit: StageVisit, moved: Move, words: str) -> None:
    move(visit.application, moved)
    with pytest.raises(PanelClosed) as refusal:
        plan(visit)
    assert refusal.value.words == words


def test_nothing_is_planned_at_a_stage_that_was_left(visit: StageVisit) -> None:
    visit.left_at = MONDAY
    visit.save(update_fields=["left_at"])
    with pytest.raises(PanelClosed):
        plan(visit)


def test_the_interviewer_is_asked_in_their_own_time(visit: StageVisit) -> None:
    person = UserFactory(is_interviewer=True, time_zone="America/New_York")
    plan(visit, person)
    request = Notification.objects.get(recipient=person)
    name = visit.application.candidate.name
    assert request.subject == f"Interview {name}, 3 Mar 2026, 04:00"
    assert request.body == (
        f"You are asked to interview {name}.\n"
        f"Recruiter screen, {visit.job}\n"
        "When: 3 Mar 2026, 04:00 to 04:30 (America/New_York)\n"
        "Where: Room 4\n"
        "Your scorecard is due 4 Mar 2026, 04:30."
    )
    assert request.url == f"/scorecards/{assignment_of(visit, person).uuid}/"
    assert request.scope == visit.application.uuid


def test_moving_moves_the_due_time_of_open_scorecards(
    visit: StageVisit, interviewer: User, recruiter: User
) -> None:
    interview = plan(visit, interviewer)
    interview_reschedule(actor=recruiter, at=MONDAY, interview=interview, starts_at=WEDNESDAY)
    assignment = assignment_of(visit, interviewer)
    assert assignment.due_at == WEDNESDAY + timedelta(hours=24, minutes=30)
    visit.refresh_from_db()
    assert (visit.interview_starts_at, visit.scorecards_due_at) == (WEDNESDAY, assignment.due_at)


def test_the_interviewer_is_told_where_and_when_it_moved_to(
    visit: StageVisit, interviewer: User, recruiter: User
) -> None:
    interview_reschedule(
        actor=recruiter,
        at=MONDAY,
        interview=plan(visit, interviewer),
        starts_at=WEDNESDAY,
        link="https://meet.example.com/1",
    )
    notice = Notification.objects.get(recipient=interviewer, key__startswith="moved:")
    assert notice.subject == f"The interview of {visit.application.candidate} has changed"
    assert notice.body == (
        f"Recruiter screen, {visit.job}\n"
        "When: 4 Mar 2026, 09:00 to 09:30 (UTC)\n"
        "Where: https://meet.example.com/1\n"
        "Your scorecard is now due 5 Mar 2026, 09:30."
    )


def test_a_move_is_in_the_trail_before_and_after(
    visit: StageVisit, interviewer: User, recruiter: User
) -> None:
    interview = plan(visit, interviewer)
    interview_reschedule(actor=recruiter, at=MONDAY, interview=interview, starts_at=WEDNESDAY, place="Room 4")
    entry = AuditEntry.objects.get(action="interview.reschedule")
    assert entry.changes == {
        "starts_at": ["2026-03-03T09:00:00+00:00", "2026-03-04T09:00:00+00:00"],
        "ends_at": ["2026-03-03T09:30:00+00:00", "2026-03-04T09:30:00+00:00"],
    }


def test_an_interview_cannot_be_moved_onto_another(
    visit: StageVisit, interviewer: User, other_interviewer: User, recruiter: User
) -> None:
    interview = plan(visit, interviewer)
    plan(visit, other_interviewer, starts_at=WEDNESDAY)
    with pytest.raises(InterviewPlannedAlready):
        interview_reschedule(actor=recruiter, at=MONDAY, interview=interview, starts_at=WEDNESDAY)


def test_an_interview_with_a_scorecard_in_took_place(
    visit: StageVisit, interviewer: User, recruiter: User
) -> None:
    interview = plan(visit, interviewer)
    hand_in(assignment_of(visit, interviewer), TUESDAY + timedelta(hours=1))
    with pytest.raises(InterviewSettled) as refusal:
        interview_cancel(actor=recruiter, at=WEDNESDAY, interview=interview)
    assert refusal.value.words == (
        "A scorecard of this interview is in, so it took place and stays as it was."
    )


def test_cancelling_takes_its_people_off_and_tells_them(
    visit: StageVisit, interviewer: User, recruiter: User
) -> None:
    interview = interview_cancel(actor=recruiter, at=MONDAY, interview=plan(visit, interviewer))
    assert interview.cancelled_at == MONDAY
    assert assignment_of(visit, interviewer).state == AssignmentState.CANCELLED
    notice = Notification.objects.get(recipient=interviewer, key__startswith="let-go:")
    assert notice.body == (
        "The interview is cancelled.\n"
        f"Recruiter screen, {visit.job}\n"
        "There is nothing left for you to do here."
    )


def test_cancelling_twice_is_said(visit: StageVisit, interviewer: User, recruiter: User) -> None:
    interview = interview_cancel(actor=recruiter, at=MONDAY, interview=plan(visit, interviewer))
    with pytest.raises(InterviewSettled) as refusal:
        interview_cancel(actor=recruiter, at=MONDAY, interview=interview)
    assert refusal.value.words == "This interview is cancelled already."
    assert told(interviewer, "let-go:") == [f"You no longer interview {visit.application.candidate}"]


def test_an_interview_on_hold_can_be_cancelled_but_not_moved(
    visit: StageVisit, interviewer: User, recruiter: User
) -> None:
    interview = plan(visit, interviewer)
    move(visit.application, Move.HOLD)
    with pytest.raises(PanelClosed):
        interview_reschedule(actor=recruiter, at=MONDAY, interview=interview, starts_at=WEDNESDAY)
    assert interview_cancel(actor=recruiter, at=MONDAY, interview=interview).cancelled_at == MONDAY
