"""Two people at the same instant: one of them is told, and the rows are as if one came after the other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from accounts.models import Notification, User
from candidates.models import Application, StageVisit, WaitingFor
from candidates.services.applications import application_withdraw
from committee.models import Clarification
from committee.services.clarifications import ClarificationClosed, clarification_withdraw
from hiring.access import AccessRefused, Refusal
from interviewers.content import ScorecardContent
from interviewers.models import Scorecard
from tests.committee.loops import HOUR, card
from tests.committee.questions import ASKED, QUESTION, Loop, answer, ask, loop_at_the_bar, score_at_the_bar

pytestmark = pytest.mark.django_db(transaction=True)

# SQLite lets one writer in at a time; there the threads still contend, for the lock of the whole database.
TIMES = 20 if connection.vendor == "postgresql" else 5


@pytest.fixture
def loop(
    application: Application,
    visit: StageVisit,
    recruiter: User,
    interviewer: User,
    people: list[User],
    bar_raiser: User,
) -> Loop:
    loop = loop_at_the_bar(application, recruiter, interviewer, people, bar_raiser)
    score_at_the_bar(loop)
    return loop


def at_once(*acts: Callable[[], object]) -> list[type[Refusal] | None]:
    """What became of each act, all begun at the same instant: a refusal, or None."""
    together = Barrier(len(acts))

    def run(act: Callable[[], object]) -> type[Refusal] | None:
        together.wait(timeout=10)
        try:
            act()
        except Refusal as refusal:
            return type(refusal)
        finally:
            connections.close_all()
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def fresh(asked: Clarification) -> Clarification:
    return Clarification.objects.select_related("scorecard__interviewer", "scorecard__visit").get(pk=asked.pk)


def answering(asked: Clarification, corrected: ScorecardContent | None = None) -> Callable[[], Clarification]:
    return lambda: answer(asked, corrected=corrected)


def taking_back(asked: Clarification, actor: User) -> Callable[[], Clarification]:
    return lambda: clarification_withdraw(actor=actor, at=ASKED + HOUR, clarification=asked)


def test_of_an_answer_and_a_withdrawal_one_wins_and_the_other_is_told(loop: Loop, bar_raiser: User) -> None:
    for number in range(TIMES):
        asked = fresh(ask(loop, bar_raiser, question=f"{QUESTION} ({number})"))
        became = at_once(answering(asked), taking_back(asked, bar_raiser))
        assert sorted(became, key=str) == [ClarificationClosed, None]
        answered = became[0] is None
        asked.refresh_from_db()
        assert (asked.state, bool(asked.answer)) == ("answered" if answered else "withdrawn", answered)
        assert (loop.now().asked_since, loop.now().waiting_for) == (None, WaitingFor.VERDICT)


def test_two_answers_with_a_correction_at_once_store_one(loop: Loop, bar_raiser: User) -> None:
    for before, points in ((1, 5), (2, 4), (3, 5)):
        asked = fresh(ask(loop, bar_raiser))
        corrected = card(loop.screen.visit, {"judgment": points})
        became = at_once(*[answering(asked, corrected)] * 2)
        assert sorted(became, key=str) == [ClarificationClosed, None]
        assert loop.screen.revisions.count() == before + 1
        assert Scorecard.objects.get(pk=loop.screen.pk).latest == before + 1


def test_one_question_however_often_the_form_is_sent(loop: Loop, bar_raiser: User) -> None:
    assert at_once(*[lambda: ask(loop, bar_raiser)] * 4) == [None] * 4
    assert Clarification.objects.count() == 1
    assert Notification.objects.filter(key__startswith="clarification-asked:").count() == 1


def test_a_question_and_the_end_of_its_application_leave_nothing_open(
    loop: Loop, bar_raiser: User, recruiter: User
) -> None:
    application = Application.objects.select_related("job").get(pk=loop.application.pk)
    became = at_once(
        lambda: ask(loop, bar_raiser),
        lambda: application_withdraw(actor=recruiter, at=ASKED, application=application, reason="Gone."),
    )
    assert became in ([None, None], [AccessRefused, None])
    assert not Clarification.objects.open().exists()
    assert loop.now().asked_since is None
