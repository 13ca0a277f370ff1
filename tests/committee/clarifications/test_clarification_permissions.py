"""Who asks, answers, takes back and reads a question; and that every way of asking gives one answer."""

import pytest

from accounts.models import User
from candidates.models import Application
from candidates.services.applications import application_withdraw
from candidates.services.recusal import recusal_declare
from committee.models import Clarification
from committee.permissions.clarifications import (
    can_answer,
    can_ask,
    can_see_clarification,
    can_withdraw,
    may_take_back,
    visible_clarifications,
    was_asked,
)
from committee.permissions.packets import can_read_packet, packets_for
from committee.services.clarifications import clarification_withdraw
from interviewers.models import Assignment
from interviewers.services.assignments import assignment_reassign
from tests.committee.loops import HOUR
from tests.committee.questions import ASKED, Loop, answer, ask, card_of, score_at_the_bar
from tests.committee.questions import versions as build
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

NOTHING: set[str] = set()


@pytest.fixture
def asked(loop: Loop, bar_raiser: User) -> Clarification:
    """Asked of the interviewer, before the bar raiser has scored."""
    return ask(loop, bar_raiser)


@pytest.fixture
def persons(
    bar_raiser: User,
    interviewer: User,
    other_interviewer: User,
    recruiter: User,
    chair: User,
    hiring_manager: User,
    auditor: User,
    administrator: User,
) -> dict[str, User]:
    return {
        "asker": bar_raiser,
        "author": interviewer,
        "other interviewer": other_interviewer,
        "recruiter": recruiter,
        "chair": chair,
        "hiring manager": hiring_manager,
        "auditor": auditor,
        "administrator": administrator,
        "stranger": UserFactory(is_interviewer=True, is_bar_raiser=True),
    }


def may(user: User, asked: Clarification) -> set[str]:
    """What the person may do about the question, each answer checked against the others that it rests on."""
    asked = Clarification.objects.get(pk=asked.pk)
    sees = bool(can_see_clarification(user, asked))
    assert sees == (asked in visible_clarifications(user))
    assert sees == bool(was_asked(user, asked) or can_read_packet(user, asked.application))
    assert sees or not (was_asked(user, asked) or may_take_back(user, asked))
    asks = bool(can_ask(user, asked.application))
    assert not asks or packets_for(user, asked.application).exists()
    allowed = {
        "ask": asks,
        "answer": bool(can_answer(user, asked)),
        "withdraw": bool(can_withdraw(user, asked)),
        "read": sees,
    }
    return {what for what, yes in allowed.items() if yes}


def everybody(persons: dict[str, User], asked: Clarification) -> dict[str, set[str]]:
    """What each of them may do; who may do nothing is left out."""
    found = {name: may(User.objects.get(pk=person.pk), asked) for name, person in persons.items()}
    return {name: allowed for name, allowed in found.items() if allowed}


def replace_asker(loop: Loop, recruiter: User) -> User:
    """Another bar raiser in place of the first, who has not scored yet."""
    second = UserFactory(name="Second Barraiser", is_bar_raiser=True, is_interviewer=True)
    assignment = Assignment.objects.open().get(visit=loop.visit)
    assignment_reassign(actor=recruiter, at=ASKED + HOUR, assignment=assignment, to=second, reason="Ill.")
    return second


OPEN = {
    "asker": {"ask", "withdraw", "read"},
    "author": {"answer", "read"},
    "chair": {"read"},
}
CLOSED = {"asker": {"ask", "read"}, "author": {"read"}, "chair": {"read"}}


def test_while_it_is_open_one_asks_and_takes_back_and_one_answers(
    asked: Clarification, persons: dict[str, User]
) -> None:
    assert everybody(persons, asked) == OPEN


def test_the_bar_raisers_own_scorecard_changes_nothing(
    loop: Loop, asked: Clarification, persons: dict[str, User]
) -> None:
    score_at_the_bar(loop)
    assert everybody(persons, asked) == OPEN


def test_once_it_is_answered_it_is_only_read(asked: Clarification, persons: dict[str, User]) -> None:
    answer(asked)
    assert everybody(persons, asked) == CLOSED


def test_once_it_is_taken_back_it_is_only_read(
    asked: Clarification, persons: dict[str, User], bar_raiser: User
) -> None:
    clarification_withdraw(actor=bar_raiser, at=ASKED + HOUR, clarification=asked)
    assert everybody(persons, asked) == CLOSED


def test_the_debrief_opens_it_to_the_hiring_manager(
    loop: Loop, asked: Clarification, persons: dict[str, User]
) -> None:
    score_at_the_bar(loop)
    Application.objects.filter(pk=loop.application.pk).update(debrief_opened_at=ASKED)
    assert everybody(persons, asked) == OPEN | {"hiring manager": {"read"}}


def test_at_an_ended_application_nobody_asks_answers_or_takes_back(
    loop: Loop, asked: Clarification, persons: dict[str, User], recruiter: User
) -> None:
    application_withdraw(actor=recruiter, at=ASKED + HOUR, application=loop.application, reason="Gone.")
    assert {what for allowed in everybody(persons, asked).values() for what in allowed} == {"read"}
    assert may(persons["author"], asked) == {"read"}


@pytest.mark.parametrize("who", ["asker", "author", "chair"])
def test_a_conflict_ends_all_of_it(
    loop: Loop, asked: Clarification, persons: dict[str, User], who: str
) -> None:
    recusal_declare(actor=persons[who], at=ASKED + HOUR, application=loop.application, reason="")
    assert everybody(persons, asked) == {name: what for name, what in OPEN.items() if name != who}


def test_the_next_bar_raiser_takes_over_from_the_one_before(
    loop: Loop, asked: Clarification, persons: dict[str, User], recruiter: User
) -> None:
    persons["successor"] = replace_asker(loop, recruiter)
    expected = {name: what for name, what in OPEN.items() if name != "asker"}
    assert everybody(persons, asked) == expected | {"successor": {"ask", "withdraw", "read"}}


def test_who_is_not_independent_any_more_neither_asks_nor_takes_back(
    loop: Loop, asked: Clarification, bar_raiser: User
) -> None:
    Assignment.objects.filter(visit=loop.visit).update(dependent_since=ASKED, dependence="reports to Hugo")
    assert may(bar_raiser, asked) & {"ask", "withdraw"} == NOTHING


def test_who_still_scores_the_bar_reads_no_question_about_the_scorecard_beside_theirs(
    loop: Loop, bar_raiser: User, chair: User
) -> None:
    """The row that a second bar raiser would find, who has a scorecard to write beside one that is in."""
    score_at_the_bar(loop)
    build(loop.application)
    asked = ask(loop, bar_raiser)
    Clarification.objects.filter(pk=asked.pk).update(scorecard=card_of(loop.visit))
    second = UserFactory(is_bar_raiser=True, is_interviewer=True)
    own = loop.application.participations.get(user=bar_raiser)
    own.pk, own.user, own.open_cards, own.submitted_cards = None, second, 1, 0
    own.save(force_insert=True)
    assert can_read_packet(second, loop.application)
    assert asked not in visible_clarifications(second)
    assert asked in visible_clarifications(chair)
