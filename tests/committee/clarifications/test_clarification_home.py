"""What an interviewer finds at the top of their home, and a blind one who is asked."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from candidates.models import StageVisit
from candidates.permissions import sight_of
from candidates.services.recusal import recusal_declare
from candidates.sight import Reach
from committee.queries.clarifications import home_questions
from interviewers.asked import Asked
from interviewers.queries.home import interviewer_home
from tests.committee.loops import HOUR, compute, correct, plan_panel
from tests.committee.questions import ASKED, QUESTION, Loop, answer, ask

pytestmark = pytest.mark.django_db

LATER = ASKED + HOUR


def page(person: User, path: str = "/interviews/") -> str:
    client = Client()
    client.force_login(person)
    return client.get(path).content.decode()


def test_a_question_says_who_asks_about_which_scorecard(
    loop: Loop, bar_raiser: User, interviewer: User
) -> None:
    asked = ask(loop, bar_raiser)
    assert interviewer_home(interviewer, LATER).asked == [
        Asked(
            title=f"Bao Barraiser asks about your scorecard of {loop.application.candidate}",
            stage="Recruiter screen",
            job=str(loop.application.job),
            url=f"/clarifications/{asked.uuid}/",
            since=ASKED,
            is_late=False,
        )
    ]
    shown = page(interviewer)
    assert "Questions for you" in shown
    assert QUESTION not in shown


def test_it_is_late_after_24_hours(loop: Loop, bar_raiser: User, interviewer: User) -> None:
    ask(loop, bar_raiser)
    late = [home_questions(interviewer, ASKED + timedelta(hours=hours))[0].is_late for hours in (24, 25)]
    assert late == [False, True]


def test_the_oldest_question_comes_first_in_one_statement(
    loop: Loop, bar_raiser: User, interviewer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for hours, competency in ((2, "impact"), (1, "judgment"), (3, "")):
        ask(loop, bar_raiser, competency=competency, at=ASKED + hours * HOUR)
    with django_assert_num_queries(1):
        since = [asked.since for asked in home_questions(interviewer, LATER)]
    assert since == sorted(since)
    assert len(since) == 3


def test_only_who_is_asked_finds_it_there_and_only_until_they_answer(
    loop: Loop, bar_raiser: User, interviewer: User, other_interviewer: User
) -> None:
    asked = ask(loop, bar_raiser)
    assert home_questions(other_interviewer, LATER) == home_questions(bar_raiser, LATER) == []
    answer(asked)
    assert home_questions(interviewer, LATER) == []
    assert "Questions for you" not in page(interviewer)


def test_an_author_with_a_conflict_finds_none(loop: Loop, bar_raiser: User, interviewer: User) -> None:
    ask(loop, bar_raiser)
    recusal_declare(actor=interviewer, at=LATER, application=loop.application, reason="")
    assert home_questions(interviewer, LATER) == []


def test_who_still_scores_elsewhere_in_the_loop_answers_and_stays_blind(
    loop: Loop, bar_raiser: User, recruiter: User, other_interviewer: User
) -> None:
    """The first stage asks for one more scorecard, from somebody of whom the bar raiser asks something."""
    second = next(scorecard for scorecard in loop.panel if scorecard.interviewer == other_interviewer)
    asked = ask(loop, bar_raiser, second)
    correct(loop.screen, {"judgment": None}, at=LATER)
    compute(loop.screen.visit, at=LATER)
    plan_panel(StageVisit.objects.get(pk=loop.screen.visit_id), recruiter, [other_interviewer], at=LATER)
    assert sight_of(other_interviewer, loop.application).cards is Reach.NONE
    shown = page(other_interviewer, f"/clarifications/{asked.uuid}/")
    assert QUESTION in shown
    assert "Your scorecard" in shown
    for hidden in ("Ines Interviewer", "Tess Third", "/packet/"):
        assert hidden not in shown
    assert answer(asked, at=LATER + HOUR).state == "answered"
    assert sight_of(other_interviewer, loop.application).cards is Reach.NONE
