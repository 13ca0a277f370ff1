"""Interviewers are reminded of a scorecard once before it is due and once after."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import Notification, User
from candidates.lifecycle import Move
from candidates.models import StageVisit
from candidates.services.moves import application_move
from interviewers.services.interviews import interview_reschedule
from interviewers.services.reminders import scorecards_remind
from interviewers.tasks import remind_interviewers
from tests.factories import MONDAY
from tests.interviewers.interviews import TUESDAY, assignment_of, hand_in, plan, told

DUE = TUESDAY + timedelta(hours=24, minutes=30)
SOON = DUE - timedelta(hours=3)
LATE = DUE + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def planned(visit: StageVisit, interviewer: User) -> None:
    plan(visit, interviewer)


def reminded(person: User) -> list[str]:
    return told(person, "due-soon:") + told(person, "overdue:")


@pytest.mark.parametrize("at", [MONDAY, TUESDAY, DUE - timedelta(hours=5)])
def test_nobody_is_reminded_early(interviewer: User, at: datetime) -> None:
    assert scorecards_remind(at=at) == 0
    assert reminded(interviewer) == []


def test_a_scorecard_due_soon_is_reminded_of_once(visit: StageVisit, interviewer: User) -> None:
    assert [scorecards_remind(at=SOON), scorecards_remind(at=SOON + timedelta(minutes=10))] == [1, 0]
    assert reminded(interviewer) == [f"Your scorecard for {visit.application.candidate} is due soon"]


def test_an_overdue_scorecard_is_reminded_of_once_more(visit: StageVisit, interviewer: User) -> None:
    assert [scorecards_remind(at=at) for at in (SOON, LATE, LATE + timedelta(days=1))] == [1, 1, 0]
    notice = Notification.objects.get(recipient=interviewer, key__startswith="overdue:")
    assert notice.subject == f"Your scorecard for {visit.application.candidate} is overdue"
    assert notice.body == f"Recruiter screen, {visit.job}\nIt was due 4 Mar 2026, 09:30."
    assert notice.url == f"/scorecards/{assignment_of(visit, interviewer).uuid}/"


def test_another_due_time_is_another_reminder(visit: StageVisit, interviewer: User, recruiter: User) -> None:
    scorecards_remind(at=SOON)
    interview = assignment_of(visit, interviewer).interview
    interview_reschedule(
        actor=recruiter, at=SOON, interview=interview, starts_at=TUESDAY + timedelta(hours=5)
    )
    assert scorecards_remind(at=SOON + timedelta(hours=5)) == 1


def test_a_submitted_scorecard_is_not_reminded_of(visit: StageVisit, interviewer: User) -> None:
    hand_in(assignment_of(visit, interviewer), TUESDAY + timedelta(hours=1))
    assert scorecards_remind(at=LATE) == 0


def test_nobody_is_reminded_during_a_hold(visit: StageVisit, recruiter: User) -> None:
    application_move(
        actor=recruiter, at=TUESDAY, application=visit.application, move=Move.HOLD, reason="A pause"
    )
    assert scorecards_remind(at=LATE) == 0


def test_who_left_is_not_reminded(interviewer: User) -> None:
    interviewer.is_active = False
    interviewer.save(update_fields=["is_active"])
    assert scorecards_remind(at=LATE) == 0


def test_after_two_weeks_it_is_left_to_people() -> None:
    assert scorecards_remind(at=DUE + timedelta(days=15)) == 0


def test_the_periodic_task_may_run_twice(visit: StageVisit, other_interviewer: User) -> None:
    plan(visit, other_interviewer, starts_at=timezone.now() - timedelta(days=2))
    remind_interviewers.delay()
    remind_interviewers.delay()
    assert reminded(other_interviewer) == [f"Your scorecard for {visit.application.candidate} is overdue"]
