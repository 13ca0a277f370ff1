"""Reminders of questions about scorecards: after a full day, once a day, and to nobody who cannot answer."""

from datetime import timedelta

import pytest

from accounts.models import Notification, User
from candidates.models import WaitingFor
from candidates.services.applications import application_hold
from candidates.services.recusal import recusal_declare
from committee.models import Clarification
from committee.services.clarification_reminders import clarifications_remind
from committee.services.clarifications import clarification_withdraw
from tests.committee.loops import HOUR
from tests.committee.questions import ASKED, Loop, answer, ask, score_at_the_bar, told

pytestmark = pytest.mark.django_db

A_DAY = timedelta(days=1)


@pytest.fixture
def loop(loop: Loop) -> Loop:
    """With the bar raiser's scorecard in."""
    score_at_the_bar(loop)
    return loop


@pytest.fixture
def asked(loop: Loop, bar_raiser: User) -> Clarification:
    return ask(loop, bar_raiser)


def reminders(person: User) -> list[str]:
    rows = Notification.objects.filter(recipient=person, key__startswith="clarification-waits-")
    return list(rows.order_by("pk").values_list("subject", flat=True))


def test_before_a_full_day_nobody_is_reminded(asked: Clarification, interviewer: User) -> None:
    assert clarifications_remind(at=ASKED + A_DAY - timedelta(seconds=1)) == 0
    assert reminders(interviewer) == []


def test_after_24_hours_the_author_is_reminded_without_the_question(
    asked: Clarification, interviewer: User, bar_raiser: User
) -> None:
    assert clarifications_remind(at=ASKED + A_DAY) == 1
    candidate = asked.application.candidate
    assert reminders(interviewer) == [f"Bao Barraiser still waits for your answer about {candidate}"]
    notice = Notification.objects.get(key__startswith="clarification-waits-")
    assert "Asked 1 day ago." in notice.body
    assert asked.question not in notice.body
    assert reminders(bar_raiser) == []


def test_once_for_each_full_day_however_often_it_runs(asked: Clarification, interviewer: User) -> None:
    sent = [clarifications_remind(at=ASKED + hours * HOUR) for hours in (24, 25, 47, 48, 49)]
    assert sent == [1, 0, 0, 1, 0]
    assert len(reminders(interviewer)) == 2


def test_a_run_that_was_missed_is_not_made_up_for(asked: Clarification, interviewer: User) -> None:
    assert clarifications_remind(at=ASKED + 3 * A_DAY) == 1
    assert "Asked 3 days ago." in Notification.objects.get(key__startswith="clarification-waits-").body


def test_two_questions_to_one_person_are_two_reminders(
    loop: Loop, asked: Clarification, bar_raiser: User, interviewer: User
) -> None:
    ask(loop, bar_raiser, competency="impact", at=ASKED + HOUR)
    assert clarifications_remind(at=ASKED + A_DAY) == 1
    assert clarifications_remind(at=ASKED + A_DAY + HOUR) == 1
    assert len(reminders(interviewer)) == 2


@pytest.mark.parametrize("how", ["answered", "taken back"])
def test_what_needs_no_answer_any_more_is_not_reminded_of(
    asked: Clarification, bar_raiser: User, how: str
) -> None:
    if how == "answered":
        answer(asked)
    else:
        clarification_withdraw(actor=bar_raiser, at=ASKED + HOUR, clarification=asked)
    assert clarifications_remind(at=ASKED + A_DAY) == 0


def test_while_the_application_is_on_hold_nobody_is_reminded(
    loop: Loop, asked: Clarification, recruiter: User
) -> None:
    application_hold(actor=recruiter, at=ASKED + HOUR, application=loop.application, reason="Budget.")
    assert clarifications_remind(at=ASKED + A_DAY) == 0


def test_an_author_with_a_conflict_is_not_reminded_and_the_bar_raiser_knows(
    loop: Loop, asked: Clarification, interviewer: User, bar_raiser: User
) -> None:
    recusal_declare(actor=interviewer, at=ASKED + HOUR, application=loop.application, reason="")
    assert clarifications_remind(at=ASKED + A_DAY) == 0
    assert reminders(interviewer) == []
    assert len(told(bar_raiser)) == 1


def test_an_author_who_has_left_is_not_reminded_and_the_bar_raiser_is_told_once(
    loop: Loop, asked: Clarification, interviewer: User, bar_raiser: User
) -> None:
    """They leave by a way that tells nobody; the first run finds the question that waits for them."""
    User.objects.filter(pk=interviewer.pk).update(is_active=False)
    assert loop.now().waiting_for == WaitingFor.ANSWER
    for hours in (1, 24, 48):
        assert clarifications_remind(at=ASKED + hours * HOUR) == 0
    assert reminders(interviewer) == []
    candidate = asked.application.candidate
    assert told(bar_raiser) == [f"Ines Interviewer cannot answer your question about {candidate}"]
    assert loop.now().waiting_for == WaitingFor.VERDICT
